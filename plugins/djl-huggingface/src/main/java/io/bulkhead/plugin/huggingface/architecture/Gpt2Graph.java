package io.bulkhead.plugin.huggingface.architecture;

import io.bulkhead.plugin.huggingface.json.JsonObject;
import io.bulkhead.plugin.huggingface.onnx.GraphWriter;
import io.bulkhead.plugin.huggingface.onnx.WrittenGraph;
import io.bulkhead.plugin.huggingface.weights.WeightFiles;
import java.util.OptionalInt;

/**
 * GPT-2, with past keys and values as optimum's graphs have them: {@code past_key_values.0.key} in,
 * {@code present.0.key} out; a sequence begins with none.
 */
final class Gpt2Graph {
    private final JsonObject config;
    private final String prefix;
    private final GraphWriter graph;
    private final Layers layers;
    private final Decoding decoding;
    private final float epsilon;

    private Gpt2Graph(JsonObject config, String prefix, WeightFiles weights, Head head) {
        this.config = config;
        this.prefix = prefix;
        this.graph = new GraphWriter(weights);
        this.layers = new Layers(graph);
        this.decoding = Decoding.begin(layers, head);
        this.epsilon = config.number("layer_norm_epsilon").orElse(1e-5).floatValue();
    }

    static WrittenGraph write(JsonObject config, WeightFiles weights, Head head) {
        boolean prefixed = weights.has("transformer.wte.weight");
        return new Gpt2Graph(config, prefixed ? "transformer." : "", weights, head).write();
    }

    private WrittenGraph write() {
        String places = decoding.places();
        String bias = decoding.bias(OptionalInt.empty());
        String hidden =
                layers.add(
                        layers.rows(
                                graph.weight(prefix + "wte.weight", -1, config.size("n_embd")),
                                decoding.ids()),
                        layers.rows(graph.weight(prefix + "wpe.weight"), places));
        for (int i = 0; i < config.size("n_layer"); i++) {
            hidden = layer(hidden, bias, i);
        }
        String own = "lm_head.weight";
        decoding.end(
                layers.layerNorm(hidden, prefix + "ln_f", epsilon),
                graph.files().has(own) ? own : prefix + "wte.weight");
        return graph.finished();
    }

    private String layer(String hidden, String bias, int index) {
        String name = prefix + "h." + index + ".";
        String normal = layers.layerNorm(hidden, name + "ln_1", epsilon);
        String attended = layers.add(attention(normal, bias, index, name + "attn."), hidden);
        String inner =
                layers.activation(
                        layers.turnedLinear(
                                layers.layerNorm(attended, name + "ln_2", epsilon),
                                name + "mlp.c_fc"),
                        config.text("activation_function").orElse("gelu_new"));
        return layers.add(layers.turnedLinear(inner, name + "mlp.c_proj"), attended);
    }

    private String attention(String normal, String bias, int index, String name) {
        int heads = config.size("n_head");
        int width = config.size("n_embd");
        int size = width / Math.max(1, heads);
        String all = layers.turnedLinear(normal, name + "c_attn");
        String newKeys = layers.split(layers.slice(all, width, 2L * width, 2), heads, size);
        String newValues = layers.split(layers.slice(all, 2L * width, 3L * width, 2), heads, size);
        String keys = decoding.joined(index, heads, size, "key", newKeys);
        String values = decoding.joined(index, heads, size, "value", newValues);
        float scale =
                config.flag("scale_attn_weights").orElse(true) ? (float) (1 / Math.sqrt(size)) : 1;
        float layerScale =
                config.flag("scale_attn_by_inverse_layer_idx").orElse(false)
                        ? scale / (index + 1)
                        : scale;
        String context =
                layers.attention(
                        layers.split(layers.slice(all, 0, width, 2), heads, size),
                        keys,
                        values,
                        layerScale,
                        bias);
        return layers.turnedLinear(layers.merged(context, heads, size), name + "c_proj");
    }
}
