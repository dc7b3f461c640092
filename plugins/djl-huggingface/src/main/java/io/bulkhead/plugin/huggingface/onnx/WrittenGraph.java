package io.bulkhead.plugin.huggingface.onnx;

import io.bulkhead.plugin.huggingface.weights.Weight;
import java.util.Map;

/**
 * A graph in memory.
 *
 * @param model ONNX, without the weights; never written to once it is built
 * @param weights by the names that the graph knows them by
 */
@SuppressWarnings("ArrayRecordComponent") // never written to once it is built
public record WrittenGraph(byte[] model, Map<String, Weight> weights) {
    /** Copies the map. */
    public WrittenGraph {
        weights = Map.copyOf(weights);
    }
}
