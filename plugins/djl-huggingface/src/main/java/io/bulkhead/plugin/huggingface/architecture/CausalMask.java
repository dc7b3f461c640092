package io.bulkhead.plugin.huggingface.architecture;

import io.bulkhead.plugin.huggingface.onnx.GraphWriter;
import java.util.List;

/** Hides from each token those behind it. */
record CausalMask(Layers layers) {
    private static final float LOWEST = -1e30f;

    /**
     * What is added to scores, [sequence, all].
     *
     * @param fresh the new tokens, [batch, sequence]
     * @param all new and old ones, [batch, all]
     */
    String bias(String fresh, String all) {
        GraphWriter graph = layers.graph();
        String total = layers.size(all, 1);
        String past = graph.node("Sub", List.of(total, layers.size(fresh, 1)));
        String rows = layers.add(layers.count(layers.size(fresh, 1)), past);
        String column = graph.node("Unsqueeze", List.of(rows, graph.longs(1)));
        String behind = graph.node("Greater", List.of(layers.count(total), column));
        return layers.multiply(graph.cast(behind, GraphWriter.FLOAT), graph.scalar(LOWEST));
    }
}
