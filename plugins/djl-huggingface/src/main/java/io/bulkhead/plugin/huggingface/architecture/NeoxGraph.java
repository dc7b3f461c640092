package io.bulkhead.plugin.huggingface.architecture;

import io.bulkhead.plugin.huggingface.json.JsonObject;
import io.bulkhead.plugin.huggingface.onnx.GraphWriter;
import io.bulkhead.plugin.huggingface.onnx.WrittenGraph;
import io.bulkhead.plugin.huggingface.weights.WeightFiles;
import java.util.OptionalInt;

/** GPT-NeoX, as Pythia: some of each head turns, and both halves of a layer see the same. */
final class NeoxGraph {
    private final JsonObject config;
    private final String prefix;
    private final Decoding decoding;
    private final GraphWriter graph;
    private final Layers layers;
    private final float epsilon;
    private final int heads;
    private final int size;

    private NeoxGraph(JsonObject config, WeightFiles weights, Head head) {
        this.config = config;
        this.prefix = weights.has("gpt_neox.embed_in.weight") ? "gpt_neox." : "";
        this.graph = new GraphWriter(weights);
        this.layers = new Layers(graph);
        this.decoding = Decoding.begin(layers, head);
        this.epsilon = config.number("layer_norm_eps").orElse(1e-5).floatValue();
        this.heads = config.size("num_attention_heads");
        this.size = config.size("hidden_size") / Math.max(1, heads);
    }

    static WrittenGraph write(JsonObject config, WeightFiles weights, Head head) {
        return new NeoxGraph(config, weights, head).write();
    }

    private WrittenGraph write() {
        String hidden =
                layers.rows(
                        graph.weight(prefix + "embed_in.weight", -1, config.size("hidden_size")),
                        decoding.ids());
        int turned = (int) (size * config.number("rotary_pct").orElse(0.25));
        RotaryPositions positions =
                new RotaryPositions(layers, config, decoding.places(), turned - turned % 2);
        String bias = decoding.bias(OptionalInt.empty());
        for (int i = 0; i < config.size("num_hidden_layers"); i++) {
            hidden = layer(hidden, bias, positions, i);
        }
        String normal = layers.layerNorm(hidden, prefix + "final_layer_norm", epsilon);
        boolean own = graph.files().has("embed_out.weight");
        decoding.end(normal, own ? "embed_out.weight" : prefix + "embed_in.weight");
        return graph.finished();
    }

    private String layer(String hidden, String bias, RotaryPositions positions, int index) {
        String name = prefix + "layers." + index + ".";
        String attended =
                layers.add(
                        hidden,
                        attention(
                                layers.layerNorm(hidden, name + "input_layernorm", epsilon),
                                bias,
                                positions,
                                index,
                                name + "attention."));
        boolean parallel = config.flag("use_parallel_residual").orElse(true);
        String normal =
                layers.layerNorm(
                        parallel ? hidden : attended, name + "post_attention_layernorm", epsilon);
        String inner =
                layers.activation(
                        layers.linear(normal, name + "mlp.dense_h_to_4h"),
                        config.text("hidden_act").orElse("gelu"));
        return layers.add(layers.linear(inner, name + "mlp.dense_4h_to_h"), attended);
    }

    private String attention(
            String normal, String bias, RotaryPositions positions, int index, String name) {
        // Of each head its query, key and value lie side by side.
        String all = layers.split(layers.linear(normal, name + "query_key_value"), heads, 3 * size);
        String keys = positions.turn(layers.slice(all, size, 2L * size, 3), size);
        String values = layers.slice(all, 2L * size, 3L * size, 3);
        String context =
                layers.attention(
                        positions.turn(layers.slice(all, 0, size, 3), size),
                        decoding.joined(index, heads, size, "key", keys),
                        decoding.joined(index, heads, size, "value", values),
                        (float) (1 / Math.sqrt(size)),
                        bias);
        return layers.linear(layers.merged(context, heads, size), name + "dense");
    }
}
