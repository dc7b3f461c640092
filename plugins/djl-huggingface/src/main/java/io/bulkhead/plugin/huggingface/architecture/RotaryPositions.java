package io.bulkhead.plugin.huggingface.architecture;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.huggingface.json.JsonObject;
import io.bulkhead.plugin.huggingface.onnx.Attribute;
import io.bulkhead.plugin.huggingface.onnx.GraphWriter;
import java.util.List;

/**
 * Positions as rotations of queries and keys (Su et al., RoFormer): pairs of elements turn by an
 * angle that grows with the position, each pair at a speed of its own.
 */
final class RotaryPositions {
    private static final double BASE = 10_000;

    private final Layers layers;
    private final GraphWriter graph;
    private final int turned;
    private final String cosine;
    private final String sine;

    /**
     * @param places [batch, sequence]
     * @param turned how many elements of a head turn: the first ones
     */
    RotaryPositions(Layers layers, JsonObject config, String places, int turned) {
        this.layers = layers;
        this.graph = layers.graph();
        this.turned = turned;
        String numbers =
                graph.node(
                        "Unsqueeze",
                        List.of(graph.cast(places, GraphWriter.FLOAT), graph.longs(1, 3)));
        String half = layers.multiply(numbers, graph.floats(speeds(config, turned)));
        String angles = graph.node("Concat", List.of(half, half), Attribute.of("axis", -1L));
        this.cosine = graph.node("Cos", List.of(angles));
        this.sine = graph.node("Sin", List.of(angles));
    }

    /** Angles of one step. Configurations since transformers 5 have all in one object. */
    static float[] speeds(JsonObject config, int turned) {
        JsonObject together = config.object("rope_parameters");
        double base =
                together.number("rope_theta")
                        .or(() -> config.number("rope_theta"))
                        .or(() -> config.number("rotary_emb_base"))
                        .orElse(BASE);
        float[] speeds = new float[turned / 2];
        for (int i = 0; i < speeds.length; i++) {
            speeds[i] = (float) (1 / Math.pow(base, 2.0 * i / turned));
        }
        scale(together.has("rope_type") ? together : config.object("rope_scaling"), speeds);
        return speeds;
    }

    private static void scale(JsonObject scaling, float[] speeds) {
        String type = scaling.text("rope_type").or(() -> scaling.text("type")).orElse("default");
        double factor = scaling.number("factor").orElse(1.0);
        switch (type) {
            case "default" -> {}
            case "linear" -> {
                for (int i = 0; i < speeds.length; i++) {
                    speeds[i] = (float) (speeds[i] / factor);
                }
            }
            case "llama3" -> scaleByWaveLength(scaling, factor, speeds);
            default ->
                    throw ServingException.loadFailed(
                            "config.json: positions of type '"
                                    + type
                                    + "' (rope_scaling) are served from ONNX files only; export"
                                    + " the model with optimum-cli export onnx",
                            null);
        }
    }

    /** Llama 3.1: slow rotations are made slower, quick ones stay, some are in between. */
    private static void scaleByWaveLength(JsonObject scaling, double factor, float[] speeds) {
        double low = scaling.number("low_freq_factor").orElse(1.0);
        double high = scaling.number("high_freq_factor").orElse(4.0);
        double before = scaling.number("original_max_position_embeddings").orElse(8192.0);
        for (int i = 0; i < speeds.length; i++) {
            double turns = before * speeds[i] / (2 * Math.PI);
            double kept = Math.max(0, Math.min(1, (turns - low) / (high - low)));
            speeds[i] = (float) ((1 - kept) * speeds[i] / factor + kept * speeds[i]);
        }
    }

    /**
     * Turns queries or keys.
     *
     * @param value [batch, heads, sequence, size]
     */
    String turn(String value, int size) {
        if (turned == size) {
            return rotated(value);
        }
        String rest = layers.slice(value, turned, size, 3);
        String first = rotated(layers.slice(value, 0, turned, 3));
        return graph.node("Concat", List.of(first, rest), Attribute.of("axis", 3L));
    }

    private String rotated(String value) {
        String lower = layers.slice(value, 0, turned / 2, 3);
        String upper = layers.slice(value, turned / 2, turned, 3);
        String crossed =
                graph.node(
                        "Concat",
                        List.of(graph.node("Neg", List.of(upper)), lower),
                        Attribute.of("axis", 3L));
        return layers.add(layers.multiply(value, cosine), layers.multiply(crossed, sine));
    }
}
