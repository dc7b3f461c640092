package io.bulkhead.plugin.huggingface.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.TreeMap;

/** Inputs of a TorchScript model, in the order of its parameters. */
final class TorchFeeds implements Feeds {
    private final TorchGraph graph;
    private final NDManager manager;
    private final Map<Integer, NDArray> arrays = new TreeMap<>();
    private int puts;

    /**
     * @param manager this one's from now on
     */
    TorchFeeds(TorchGraph graph, NDManager manager) {
        this.graph = graph;
        this.manager = manager;
    }

    @Override
    public Feeds put(String name, long[] values, long... shape) {
        graph.place(name, puts++)
                .ifPresent(place -> arrays.put(place, manager.create(values, new Shape(shape))));
        return this;
    }

    @Override
    public Feeds put(String name, float[] values, long... shape) {
        graph.place(name, puts++)
                .ifPresent(place -> arrays.put(place, manager.create(values, new Shape(shape))));
        return this;
    }

    @Override
    public GraphResult run() {
        return graph.run(new NDList(arrays.values()));
    }

    @Override
    public void close() {
        manager.close();
    }
}
