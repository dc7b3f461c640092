package io.bulkhead.plugin.huggingface.architecture;

import io.bulkhead.plugin.huggingface.json.JsonObject;
import io.bulkhead.plugin.huggingface.onnx.GraphWriter;
import io.bulkhead.plugin.huggingface.onnx.WrittenGraph;
import io.bulkhead.plugin.huggingface.weights.WeightFiles;

/** T5 and its descendants: an encoder, and a decoder that sees all tokens each time. */
final class T5Graphs {
    private static final String[] VECTORS = {"batch", "sequence", "width"};

    private final JsonObject config;
    private final GraphWriter graph;
    private final Layers layers;
    private final float epsilon;
    private final int heads;
    private final int size;

    private T5Graphs(JsonObject config, WeightFiles weights) {
        this.config = config;
        this.graph = new GraphWriter(weights);
        this.layers = new Layers(graph);
        this.epsilon = config.number("layer_norm_epsilon").orElse(1e-6).floatValue();
        this.heads = config.size("num_heads");
        this.size = config.size("d_kv");
    }

    static WrittenGraph encoder(JsonObject config, WeightFiles weights) {
        return new T5Graphs(config, weights).encoder();
    }

    static WrittenGraph decoder(JsonObject config, WeightFiles weights) {
        return new T5Graphs(config, weights).decoder();
    }

    private WrittenGraph encoder() {
        String ids = graph.input("input_ids", GraphWriter.INT64, "batch", "sequence");
        String mask = graph.input("attention_mask", GraphWriter.INT64, "batch", "sequence");
        String hidden = layers.rows(graph.weight("shared.weight"), ids);
        String masked = layers.maskBias(mask);
        RelativeBias positions = new RelativeBias(layers, config, true);
        String bias = "";
        for (int i = 0; i < config.size("num_layers"); i++) {
            String block = "encoder.block." + i + ".layer.";
            if (positions.isIn(block + "0.SelfAttention")) {
                bias = layers.add(positions.bias(ids, block + "0.SelfAttention"), masked);
            }
            hidden = attention(hidden, hidden, block + "0", "SelfAttention", bias);
            hidden = feedForward(hidden, block + "1");
        }
        String normal = norm(hidden, "encoder.final_layer_norm");
        graph.output(normal, "last_hidden_state", VECTORS);
        return graph.finished();
    }

    private WrittenGraph decoder() {
        String mask = graph.input("encoder_attention_mask", GraphWriter.INT64, "batch", "read");
        String ids = graph.input("input_ids", GraphWriter.INT64, "batch", "sequence");
        String states =
                graph.input(
                        "encoder_hidden_states",
                        GraphWriter.FLOAT,
                        "batch",
                        "read",
                        String.valueOf(config.size("d_model")));
        String hidden = layers.rows(graph.weight("shared.weight"), ids);
        String readable = layers.maskBias(mask);
        RelativeBias positions = new RelativeBias(layers, config, false);
        String bias = "";
        for (int i = 0; i < config.size("num_decoder_layers", config.size("num_layers")); i++) {
            String block = "decoder.block." + i + ".layer.";
            if (positions.isIn(block + "0.SelfAttention")) {
                bias =
                        layers.add(
                                positions.bias(ids, block + "0.SelfAttention"),
                                new CausalMask(layers).bias(ids, ids));
            }
            hidden = attention(hidden, hidden, block + "0", "SelfAttention", bias);
            hidden = attention(hidden, states, block + "1", "EncDecAttention", readable);
            hidden = feedForward(hidden, block + "2");
        }
        graph.output(scores(norm(hidden, "decoder.final_layer_norm")), "logits", VECTORS);
        return graph.finished();
    }

    private String scores(String hidden) {
        boolean tied = config.flag("tie_word_embeddings").orElse(true);
        String scaled =
                tied
                        ? layers.multiply(
                                hidden,
                                graph.scalar((float) (1 / Math.sqrt(config.size("d_model")))))
                        : hidden;
        String table = tied ? "shared.weight" : "lm_head.weight";
        return layers.matrix(scaled, layers.transpose(graph.weight(table, -1, -1), 1, 0));
    }

    /** Attention of a sequence to itself or to another, added to the sequence. */
    private String attention(
            String hidden, String attended, String name, String kind, String bias) {
        String normal = norm(hidden, name + ".layer_norm");
        boolean self = hidden.equals(attended);
        String keys = self ? normal : attended;
        String part = name + "." + kind + ".";
        String context =
                layers.attention(
                        layers.split(layers.linear(normal, part + "q"), heads, size),
                        layers.split(layers.linear(keys, part + "k"), heads, size),
                        layers.split(layers.linear(keys, part + "v"), heads, size),
                        1,
                        bias);
        return layers.add(hidden, layers.linear(layers.merged(context, heads, size), part + "o"));
    }

    private String feedForward(String hidden, String name) {
        String normal = norm(hidden, name + ".layer_norm");
        String part = name + ".DenseReluDense.";
        boolean gated = graph.files().has(part + "wi_0.weight");
        String function = config.text("dense_act_fn").orElse(gated ? "gelu_new" : "relu");
        String inner =
                layers.activation(layers.linear(normal, part + (gated ? "wi_0" : "wi")), function);
        String opened =
                gated ? layers.multiply(inner, layers.linear(normal, part + "wi_1")) : inner;
        return layers.add(hidden, layers.linear(opened, part + "wo"));
    }

    private String norm(String value, String name) {
        return layers.rootMeanSquareNorm(value, name, epsilon);
    }
}
