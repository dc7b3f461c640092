package io.bulkhead.plugin.huggingface.architecture;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.huggingface.json.JsonObject;
import io.bulkhead.plugin.huggingface.onnx.Attribute;
import io.bulkhead.plugin.huggingface.onnx.GraphWriter;
import io.bulkhead.plugin.huggingface.onnx.WrittenGraph;
import io.bulkhead.plugin.huggingface.weights.WeightFiles;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * BART and its relatives: mBART (normalises first), Marian and Pegasus (positions as waves). An
 * encoder, and a decoder that sees each token once.
 */
final class BartGraphs {
    static final Set<String> TYPES = Set.of("bart", "mbart", "marian", "pegasus");

    private static final float EPSILON = 1e-5f;
    private static final long OFFSET = 2;

    private final JsonObject config;
    private final GraphWriter graph;
    private final Layers layers;
    private final boolean waves;
    private final int width;
    private final int heads;
    private final int size;

    private BartGraphs(JsonObject config, WeightFiles weights) {
        this.config = config;
        this.graph = new GraphWriter(weights);
        this.layers = new Layers(graph);
        this.waves = Set.of("marian", "pegasus").contains(config.text("model_type").orElse(""));
        this.width = config.size("d_model");
        this.heads = config.size("decoder_attention_heads");
        this.size = width / Math.max(1, heads);
    }

    static WrittenGraph encoder(JsonObject config, WeightFiles weights) {
        return new BartGraphs(config, weights).encoder();
    }

    static WrittenGraph decoder(JsonObject config, WeightFiles weights) {
        return new BartGraphs(config, weights).decoder();
    }

    private WrittenGraph encoder() {
        String ids = graph.input("input_ids", GraphWriter.INT64, "batch", "read");
        String mask = graph.input("attention_mask", GraphWriter.INT64, "batch", "read");
        String bias = layers.maskBias(mask);
        String name = "model.encoder.";
        int own = config.size("encoder_attention_heads");
        Sublayers encoder = new Sublayers(name, own);
        String hidden = embedded(ids, layers.count(layers.size(ids, 1)), name);
        for (int i = 0; i < config.size("encoder_layers"); i++) {
            String layer = name + "layers." + i + ".";
            hidden = encoder.selfAttention(hidden, layer, bias);
            hidden = encoder.feedForward(hidden, layer);
        }
        String states = encoder.last(hidden);
        graph.output(states, "last_hidden_state", "batch", "read", "width");
        for (int i = 0; i < config.size("decoder_layers"); i++) {
            String part = "model.decoder.layers." + i + ".encoder_attn.";
            CrossKeys cross = new CrossKeys(layers, i, heads, size);
            cross.give("key", layers.split(layers.linear(states, part + "k_proj"), heads, size));
            cross.give("value", layers.split(layers.linear(states, part + "v_proj"), heads, size));
        }
        return graph.finished();
    }

    private WrittenGraph decoder() {
        String mask = graph.input("encoder_attention_mask", GraphWriter.INT64, "batch", "read");
        String ids = graph.input("input_ids", GraphWriter.INT64, "batch", "sequence");
        String readable = layers.maskBias(mask);
        String name = "model.decoder.";
        Sublayers decoder = new Sublayers(name, heads);
        String hidden = "";
        String bias = "";
        for (int i = 0; i < config.size("decoder_layers"); i++) {
            PastKeys past = new PastKeys(layers, i, heads, size);
            String pastKeys = past.input("decoder.key");
            if (i == 0) {
                String before = layers.size(pastKeys, 2);
                String places = layers.add(layers.count(layers.size(ids, 1)), before);
                hidden = embedded(ids, places, name);
                bias = new CausalMask(layers).biasBehind(before, ids, OptionalInt.empty());
            }
            String layer = name + "layers." + i + ".";
            hidden = decoder.pastAttention(hidden, layer, bias, past, pastKeys);
            hidden = decoder.crossAttention(hidden, layer, readable, i);
            hidden = decoder.feedForward(hidden, layer);
        }
        graph.output(scores(decoder.last(hidden)), "logits", "batch", "sequence", "vocabulary");
        return graph.finished();
    }

    private String table() {
        for (String name :
                List.of(
                        "model.shared.weight",
                        "lm_head.weight",
                        "model.decoder.embed_tokens.weight")) {
            if (graph.files().has(name)) {
                return graph.weight(name, -1, width);
            }
        }
        throw ServingException.loadFailed("the weights have no 'model.shared.weight'", null);
    }

    private String embedded(String ids, String places, String name) {
        String words = layers.rows(table(), ids);
        if (config.flag("scale_embedding").orElse(false)) {
            words = layers.multiply(words, graph.scalar((float) Math.sqrt(width)));
        }
        String sum = layers.add(words, positions(places, name + "embed_positions.weight"));
        String norm = name + "layernorm_embedding";
        return graph.files().has(norm + ".weight") ? layers.layerNorm(sum, norm, EPSILON) : sum;
    }

    private String positions(String places, String learned) {
        if (!waves) {
            String behind = layers.add(places, graph.scalar(OFFSET));
            return layers.rows(graph.weight(learned, -1, width), behind);
        }
        float[] speeds = new float[width / 2];
        for (int i = 0; i < speeds.length; i++) {
            speeds[i] = (float) Math.pow(10_000, -2.0 * i / width);
        }
        String numbers = graph.cast(places, GraphWriter.FLOAT);
        String column = graph.node("Unsqueeze", List.of(numbers, graph.longs(1)));
        String angles = layers.multiply(column, graph.floats(speeds));
        return graph.node(
                "Concat",
                List.of(graph.node("Sin", List.of(angles)), graph.node("Cos", List.of(angles))),
                Attribute.of("axis", -1L));
    }

    private String scores(String hidden) {
        boolean own =
                graph.files().has("lm_head.weight")
                        && !config.flag("tie_word_embeddings").orElse(true);
        String table = own ? graph.weight("lm_head.weight", -1, width) : table();
        String scores = layers.matrix(hidden, layers.transpose(table, 1, 0));
        return graph.files().has("final_logits_bias")
                ? layers.add(scores, graph.weight("final_logits_bias"))
                : scores;
    }

    /** What a layer of one half is made of; normalised before or after, as the half says. */
    private final class Sublayers {
        private final String half;
        private final boolean normFirst;
        private final int heads;
        private final int size;

        Sublayers(String half, int heads) {
            this.half = half;
            this.normFirst = graph.files().has(half + "layer_norm.weight");
            this.heads = heads;
            this.size = width / Math.max(1, heads);
        }

        String selfAttention(String hidden, String layer, String bias) {
            String name = layer + "self_attn";
            String normal = before(hidden, name);
            return attended(
                    hidden,
                    normal,
                    heads(normal, name + ".k_proj"),
                    heads(normal, name + ".v_proj"),
                    bias,
                    name);
        }

        String pastAttention(
                String hidden, String layer, String bias, PastKeys past, String pastKeys) {
            String name = layer + "self_attn";
            String normal = before(hidden, name);
            String keys = past.joined("decoder.key", pastKeys, heads(normal, name + ".k_proj"));
            String values = past.joined("decoder.value", heads(normal, name + ".v_proj"));
            return attended(hidden, normal, keys, values, bias, name);
        }

        String crossAttention(String hidden, String layer, String bias, int index) {
            String name = layer + "encoder_attn";
            CrossKeys cross = new CrossKeys(layers, index, heads, size);
            return attended(
                    hidden,
                    before(hidden, name),
                    cross.take("key"),
                    cross.take("value"),
                    bias,
                    name);
        }

        private String attended(
                String hidden,
                String normal,
                String keys,
                String values,
                String bias,
                String name) {
            String context =
                    layers.attention(
                            heads(normal, name + ".q_proj"),
                            keys,
                            values,
                            (float) (1 / Math.sqrt(size)),
                            bias);
            String out = layers.linear(layers.merged(context, heads, size), name + ".out_proj");
            return after(layers.add(hidden, out), name);
        }

        String feedForward(String hidden, String layer) {
            String name = layer + "final";
            String inner =
                    layers.activation(
                            layers.linear(before(hidden, name), layer + "fc1"),
                            config.text("activation_function").orElse("gelu"));
            return after(layers.add(hidden, layers.linear(inner, layer + "fc2")), name);
        }

        String last(String hidden) {
            return normFirst ? layers.layerNorm(hidden, half + "layer_norm", EPSILON) : hidden;
        }

        private String heads(String value, String name) {
            return layers.split(layers.linear(value, name), heads, size);
        }

        private String before(String value, String name) {
            return normFirst ? layers.layerNorm(value, name + "_layer_norm", EPSILON) : value;
        }

        private String after(String value, String name) {
            return normFirst ? value : layers.layerNorm(value, name + "_layer_norm", EPSILON);
        }
    }
}
