package io.bulkhead.plugin.huggingface.architecture;

import io.bulkhead.plugin.huggingface.json.JsonObject;
import io.bulkhead.plugin.huggingface.onnx.GraphWriter;
import java.util.List;

/** T5's positions: a learned bias for each head and distance, distances in buckets. */
final class RelativeBias {
    private static final String TABLE = ".relative_attention_bias.weight";

    private final Layers layers;
    private final GraphWriter graph;
    private final boolean bothWays;
    private final int buckets;
    private final int farthest;

    RelativeBias(Layers layers, JsonObject config, boolean bothWays) {
        this.layers = layers;
        this.graph = layers.graph();
        this.bothWays = bothWays;
        int all = config.size("relative_attention_num_buckets", 32);
        this.buckets = bothWays ? all / 2 : all;
        this.farthest = config.size("relative_attention_max_distance", 128);
    }

    /** Whether a layer has a table; others use that of the layer before. */
    boolean isIn(String attention) {
        return graph.files().has(attention + TABLE);
    }

    /** What is added to the scores of these tokens, [1, heads, tokens, tokens]. */
    String bias(String ids, String attention) {
        String places = layers.count(layers.size(ids, 1));
        return bias(places, places, attention);
    }

    /** What is added to the scores of tokens at some places, to those at others. */
    String bias(String places, String others, String attention) {
        String column = graph.node("Unsqueeze", List.of(places, graph.longs(1)));
        String ahead = graph.node("Sub", List.of(others, column));
        String rows = layers.rows(graph.weight(attention + TABLE), bucket(ahead));
        return graph.node("Unsqueeze", List.of(layers.transpose(rows, 2, 0, 1), graph.longs(0)));
    }

    private String bucket(String ahead) {
        if (!bothWays) {
            String behind = graph.node("Neg", List.of(ahead));
            return distance(graph.node("Max", List.of(behind, graph.scalar(0L))));
        }
        String later =
                graph.cast(
                        graph.node("Greater", List.of(ahead, graph.scalar(0L))), GraphWriter.INT64);
        return layers.add(
                layers.multiply(later, graph.scalar((long) buckets)),
                distance(graph.node("Abs", List.of(ahead))));
    }

    /** Near distances have a bucket each, far ones share them by their logarithm. */
    private String distance(String distance) {
        int exact = buckets / 2;
        String near = graph.node("Less", List.of(distance, graph.scalar((long) exact)));
        String some = graph.node("Max", List.of(distance, graph.scalar(1L)));
        String ratio =
                graph.node(
                        "Div",
                        List.of(graph.cast(some, GraphWriter.FLOAT), graph.scalar((float) exact)));
        String share =
                graph.node(
                        "Div",
                        List.of(
                                graph.node("Log", List.of(ratio)),
                                graph.scalar((float) Math.log((double) farthest / exact))));
        String steps = layers.multiply(share, graph.scalar((float) (buckets - exact)));
        String far = layers.add(graph.cast(steps, GraphWriter.INT64), graph.scalar((long) exact));
        String last = graph.node("Min", List.of(far, graph.scalar((long) buckets - 1)));
        return graph.node("Where", List.of(near, distance, last));
    }
}
