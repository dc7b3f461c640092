package io.bulkhead.plugin.huggingface.architecture;

import io.bulkhead.plugin.huggingface.onnx.GraphWriter;
import java.util.List;
import java.util.OptionalInt;

/** Hides from each token those behind it. */
record CausalMask(Layers layers) {
    private static final float LOWEST = -1e30f;

    /**
     * What is added to scores, [sequence, all].
     *
     * @param fresh the new tokens, [batch, sequence]
     * @param all new and old ones, [batch, all]
     * @param window how many a token sees, itself included; empty: all before it
     */
    String bias(String fresh, String all, OptionalInt window) {
        String total = layers.size(all, 1);
        GraphWriter graph = layers.graph();
        return biasBehind(graph.node("Sub", List.of(total, layers.size(fresh, 1))), fresh, window);
    }

    /**
     * The same, where the past is known by its size.
     *
     * @param past how many tokens were before, a vector of one
     */
    String biasBehind(String past, String fresh, OptionalInt window) {
        GraphWriter graph = layers.graph();
        String total = layers.add(past, layers.size(fresh, 1));
        String rows = layers.add(layers.count(layers.size(fresh, 1)), past);
        String column = graph.node("Unsqueeze", List.of(rows, graph.longs(1)));
        String places = layers.count(total);
        String hidden = graph.node("Greater", List.of(places, column));
        if (window.isPresent()) {
            String first =
                    graph.node("Sub", List.of(column, graph.scalar((long) window.getAsInt() - 1)));
            hidden = graph.node("Or", List.of(hidden, graph.node("Less", List.of(places, first))));
        }
        return layers.multiply(graph.cast(hidden, GraphWriter.FLOAT), graph.scalar(LOWEST));
    }
}
