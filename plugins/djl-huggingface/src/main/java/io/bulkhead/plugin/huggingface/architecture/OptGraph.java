package io.bulkhead.plugin.huggingface.architecture;

import io.bulkhead.plugin.huggingface.json.JsonObject;
import io.bulkhead.plugin.huggingface.onnx.GraphWriter;
import io.bulkhead.plugin.huggingface.onnx.WrittenGraph;
import io.bulkhead.plugin.huggingface.weights.WeightFiles;
import java.util.OptionalInt;

/** OPT: learned positions, of which the first two are no one's. */
final class OptGraph {
    private static final float EPSILON = 1e-5f;
    private static final long OFFSET = 2;

    private final JsonObject config;
    private final String prefix;
    private final Decoding decoding;
    private final GraphWriter graph;
    private final Layers layers;
    private final boolean normFirst;
    private final int heads;
    private final int size;

    private OptGraph(JsonObject config, WeightFiles weights, Head head) {
        this.config = config;
        this.prefix =
                weights.has("model.decoder.embed_tokens.weight") ? "model.decoder." : "decoder.";
        this.graph = new GraphWriter(weights);
        this.layers = new Layers(graph);
        this.decoding = Decoding.begin(layers, head);
        this.normFirst = config.flag("do_layer_norm_before").orElse(true);
        this.heads = config.size("num_attention_heads");
        this.size = config.size("hidden_size") / Math.max(1, heads);
    }

    static WrittenGraph write(JsonObject config, WeightFiles weights, Head head) {
        return new OptGraph(config, weights, head).write();
    }

    private WrittenGraph write() {
        String table = prefix + "embed_tokens.weight";
        String words =
                layers.rows(
                        graph.weight(
                                table,
                                -1,
                                config.size("word_embed_proj_dim", config.size("hidden_size"))),
                        decoding.ids());
        String places = layers.add(decoding.places(), graph.scalar(OFFSET));
        String hidden =
                layers.add(
                        projected(words, "project_in"),
                        layers.rows(graph.weight(prefix + "embed_positions.weight"), places));
        String bias = decoding.bias(OptionalInt.empty());
        for (int i = 0; i < config.size("num_hidden_layers"); i++) {
            hidden = layer(hidden, bias, i);
        }
        String last = prefix + "final_layer_norm";
        String normal =
                graph.files().has(last + ".weight")
                        ? layers.layerNorm(hidden, last, EPSILON)
                        : hidden;
        boolean own =
                graph.files().has("lm_head.weight")
                        && !config.flag("tie_word_embeddings").orElse(true);
        decoding.end(projected(normal, "project_out"), own ? "lm_head.weight" : table);
        return graph.finished();
    }

    private String projected(String value, String name) {
        return graph.files().has(prefix + name + ".weight")
                ? layers.linear(value, prefix + name)
                : value;
    }

    private String layer(String hidden, String bias, int index) {
        String name = prefix + "layers." + index + ".";
        String first = name + "self_attn_layer_norm";
        String attended =
                layers.add(
                        hidden, attention(before(hidden, first), bias, index, name + "self_attn."));
        String between = after(attended, first);
        String second = name + "final_layer_norm";
        String inner =
                layers.activation(
                        layers.linear(before(between, second), name + "fc1"),
                        config.text("activation_function").orElse("relu"));
        return after(layers.add(between, layers.linear(inner, name + "fc2")), second);
    }

    private String before(String value, String name) {
        return normFirst ? layers.layerNorm(value, name, EPSILON) : value;
    }

    private String after(String value, String name) {
        return normFirst ? value : layers.layerNorm(value, name, EPSILON);
    }

    private String attention(String normal, String bias, int index, String name) {
        String keys = layers.split(layers.linear(normal, name + "k_proj"), heads, size);
        String values = layers.split(layers.linear(normal, name + "v_proj"), heads, size);
        String context =
                layers.attention(
                        layers.split(layers.linear(normal, name + "q_proj"), heads, size),
                        decoding.joined(index, heads, size, "key", keys),
                        decoding.joined(index, heads, size, "value", values),
                        (float) (1 / Math.sqrt(size)),
                        bias);
        return layers.linear(layers.merged(context, heads, size), name + "out_proj");
    }
}
