package io.bulkhead.plugin.huggingface.architecture;

import io.bulkhead.plugin.huggingface.json.JsonObject;
import io.bulkhead.plugin.huggingface.onnx.GraphWriter;
import io.bulkhead.plugin.huggingface.onnx.WrittenGraph;
import io.bulkhead.plugin.huggingface.weights.WeightFiles;
import java.util.OptionalInt;

/** T5 and its descendants: an encoder, and a decoder that sees each token once. */
final class T5Graphs {
    private final JsonObject config;
    private final GraphWriter graph;
    private final Layers layers;
    private final float epsilon;
    private final int heads;
    private final int size;
    private final int decoderLayers;

    private T5Graphs(JsonObject config, WeightFiles weights) {
        this.config = config;
        this.graph = new GraphWriter(weights);
        this.layers = new Layers(graph);
        this.epsilon = config.number("layer_norm_epsilon").orElse(1e-6).floatValue();
        this.heads = config.size("num_heads");
        this.size = config.size("d_kv");
        this.decoderLayers = config.size("num_decoder_layers", config.size("num_layers"));
    }

    static WrittenGraph encoder(JsonObject config, WeightFiles weights) {
        return new T5Graphs(config, weights).encoder();
    }

    static WrittenGraph decoder(JsonObject config, WeightFiles weights) {
        return new T5Graphs(config, weights).decoder();
    }

    private WrittenGraph encoder() {
        String ids = graph.input("input_ids", GraphWriter.INT64, "batch", "read");
        String mask = graph.input("attention_mask", GraphWriter.INT64, "batch", "read");
        String hidden = layers.rows(graph.weight("shared.weight", -1, config.size("d_model")), ids);
        String masked = layers.maskBias(mask);
        RelativeBias positions = new RelativeBias(layers, config, true);
        String bias = "";
        for (int i = 0; i < config.size("num_layers"); i++) {
            String block = "encoder.block." + i + ".layer.";
            if (positions.isIn(block + "0.SelfAttention")) {
                bias = layers.add(positions.bias(ids, block + "0.SelfAttention"), masked);
            }
            hidden = selfAttention(hidden, block + "0", bias);
            hidden = feedForward(hidden, block + "1");
        }
        String normal = norm(hidden, "encoder.final_layer_norm");
        graph.output(normal, "last_hidden_state", "batch", "read", "width");
        for (int i = 0; i < decoderLayers; i++) {
            String part = "decoder.block." + i + ".layer.1.EncDecAttention.";
            CrossKeys cross = new CrossKeys(layers, i, heads, size);
            cross.give("key", heads(normal, part + "k"));
            cross.give("value", heads(normal, part + "v"));
        }
        return graph.finished();
    }

    private WrittenGraph decoder() {
        String mask = graph.input("encoder_attention_mask", GraphWriter.INT64, "batch", "read");
        String ids = graph.input("input_ids", GraphWriter.INT64, "batch", "sequence");
        String hidden = layers.rows(graph.weight("shared.weight", -1, config.size("d_model")), ids);
        String readable = layers.maskBias(mask);
        RelativeBias positions = new RelativeBias(layers, config, false);
        String bias = "";
        for (int i = 0; i < decoderLayers; i++) {
            String block = "decoder.block." + i + ".layer.";
            PastKeys past = new PastKeys(layers, i, heads, size);
            String pastKeys = past.input("decoder.key");
            if (positions.isIn(block + "0.SelfAttention")) {
                bias = pastBias(positions, ids, layers.size(pastKeys, 2), block);
            }
            hidden = pastAttention(hidden, block + "0", bias, past, pastKeys);
            hidden = crossAttention(hidden, block + "1", readable, i);
            hidden = feedForward(hidden, block + "2");
        }
        String normal = norm(hidden, "decoder.final_layer_norm");
        graph.output(scores(normal), "logits", "batch", "sequence", "vocabulary");
        return graph.finished();
    }

    private String pastBias(RelativeBias positions, String ids, String past, String block) {
        String fresh = layers.size(ids, 1);
        String places = layers.add(layers.count(fresh), past);
        String others = layers.count(layers.add(fresh, past));
        return layers.add(
                positions.bias(places, others, block + "0.SelfAttention"),
                new CausalMask(layers).biasBehind(past, ids, OptionalInt.empty()));
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

    /** Attention of a sequence to itself, added to the sequence. */
    private String selfAttention(String hidden, String name, String bias) {
        String normal = norm(hidden, name + ".layer_norm");
        String part = name + ".SelfAttention.";
        return attended(
                hidden, normal, heads(normal, part + "k"), heads(normal, part + "v"), bias, part);
    }

    private String pastAttention(
            String hidden, String name, String bias, PastKeys past, String pastKeys) {
        String normal = norm(hidden, name + ".layer_norm");
        String part = name + ".SelfAttention.";
        String keys = past.joined("decoder.key", pastKeys, heads(normal, part + "k"));
        String values = past.joined("decoder.value", heads(normal, part + "v"));
        return attended(hidden, normal, keys, values, bias, part);
    }

    private String crossAttention(String hidden, String name, String bias, int index) {
        CrossKeys cross = new CrossKeys(layers, index, heads, size);
        return attended(
                hidden,
                norm(hidden, name + ".layer_norm"),
                cross.take("key"),
                cross.take("value"),
                bias,
                name + ".EncDecAttention.");
    }

    private String attended(
            String hidden, String normal, String keys, String values, String bias, String part) {
        String context = layers.attention(heads(normal, part + "q"), keys, values, 1, bias);
        return layers.add(hidden, layers.linear(layers.merged(context, heads, size), part + "o"));
    }

    private String heads(String value, String name) {
        return layers.split(layers.linear(value, name), heads, size);
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
