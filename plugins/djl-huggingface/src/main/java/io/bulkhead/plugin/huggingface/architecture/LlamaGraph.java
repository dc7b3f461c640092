package io.bulkhead.plugin.huggingface.architecture;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.huggingface.json.JsonObject;
import io.bulkhead.plugin.huggingface.onnx.GraphWriter;
import io.bulkhead.plugin.huggingface.onnx.WrittenGraph;
import io.bulkhead.plugin.huggingface.weights.WeightFiles;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Llama and its relatives: Mistral (sees a window), Qwen2 (biases), Qwen3 (normal queries and
 * keys), Phi-3 (joined weights), Gemma (scaled vectors). Heads of keys may be fewer than those of
 * queries.
 */
final class LlamaGraph {
    static final Set<String> TYPES = Set.of("llama", "mistral", "qwen2", "qwen3", "phi3", "gemma");

    private final JsonObject config;
    private final String type;
    private final String prefix;
    private final Decoding decoding;
    private final GraphWriter graph;
    private final Layers layers;
    private final float epsilon;
    private final int heads;
    private final int groups;
    private final int size;

    private LlamaGraph(JsonObject config, WeightFiles weights, Head head) {
        this.config = config;
        this.type = config.text("model_type").orElse("");
        this.prefix = weights.has("model.embed_tokens.weight") ? "model." : "";
        this.graph = new GraphWriter(weights);
        this.layers = new Layers(graph);
        this.decoding = Decoding.begin(layers, head);
        this.epsilon = config.number("rms_norm_eps").orElse(1e-6).floatValue();
        this.heads = config.size("num_attention_heads");
        this.groups = config.size("num_key_value_heads", heads);
        this.size = config.size("head_dim", config.size("hidden_size") / Math.max(1, heads));
        requireWhole();
    }

    private void requireWhole() {
        if (groups < 1 || heads % groups != 0 || size < 2 || size % 2 != 0) {
            throw ServingException.loadFailed(
                    "config.json: "
                            + heads
                            + " heads of size "
                            + size
                            + " cannot share "
                            + groups
                            + " key heads",
                    null);
        }
        if (config.flag("use_sliding_window").orElse(false)) {
            throw ServingException.loadFailed(
                    "config.json: use_sliding_window is served from ONNX files only", null);
        }
    }

    static WrittenGraph write(JsonObject config, WeightFiles weights, Head head) {
        return new LlamaGraph(config, weights, head).write();
    }

    private WrittenGraph write() {
        String table = prefix + "embed_tokens.weight";
        String hidden =
                layers.rows(graph.weight(table, -1, config.size("hidden_size")), decoding.ids());
        if (type.equals("gemma")) {
            float scale = (float) Math.sqrt(config.size("hidden_size"));
            hidden = layers.multiply(hidden, graph.scalar(scale));
        }
        RotaryPositions positions =
                new RotaryPositions(layers, config, decoding.places(), turned());
        String bias = decoding.bias(window());
        for (int i = 0; i < config.size("num_hidden_layers"); i++) {
            hidden = layer(hidden, bias, positions, i);
        }
        boolean own = graph.files().has("lm_head.weight") && !isTied();
        decoding.end(norm(hidden, prefix + "norm"), own ? "lm_head.weight" : table);
        return graph.finished();
    }

    private boolean isTied() {
        return config.flag("tie_word_embeddings").orElse(type.equals("gemma"));
    }

    private int turned() {
        int some = (int) (size * config.number("partial_rotary_factor").orElse(1.0));
        return some - some % 2;
    }

    /** Qwen's configurations name a window that is not used. */
    private OptionalInt window() {
        int window = config.size("sliding_window", 0);
        return window > 0 && Set.of("mistral", "phi3").contains(type)
                ? OptionalInt.of(window)
                : OptionalInt.empty();
    }

    private String layer(String hidden, String bias, RotaryPositions positions, int index) {
        String name = prefix + "layers." + index + ".";
        String attended =
                layers.add(
                        hidden,
                        attention(
                                norm(hidden, name + "input_layernorm"),
                                bias,
                                positions,
                                index,
                                name + "self_attn."));
        String normal = norm(attended, name + "post_attention_layernorm");
        return layers.add(attended, feedForward(normal, name + "mlp."));
    }

    private String attention(
            String normal, String bias, RotaryPositions positions, int index, String name) {
        int all = heads * size;
        int shared = groups * size;
        String joint = name + "qkv_proj";
        boolean isJoint = graph.files().has(joint + ".weight");
        String together = isJoint ? layers.linear(normal, joint) : "";
        String queries =
                isJoint
                        ? layers.slice(together, 0, all, 2)
                        : layers.linear(normal, name + "q_proj");
        String keys =
                isJoint
                        ? layers.slice(together, all, all + shared, 2)
                        : layers.linear(normal, name + "k_proj");
        String values =
                isJoint
                        ? layers.slice(together, all + shared, all + 2L * shared, 2)
                        : layers.linear(normal, name + "v_proj");
        String turnedKeys =
                positions.turn(headNorm(layers.split(keys, groups, size), name + "k_norm"), size);
        String context =
                layers.sharedAttention(
                        positions.turn(
                                headNorm(layers.split(queries, heads, size), name + "q_norm"),
                                size),
                        decoding.joined(index, groups, size, "key", turnedKeys),
                        decoding.joined(
                                index, groups, size, "value", layers.split(values, groups, size)),
                        new Layers.Sharing(heads, groups, size),
                        bias);
        return layers.linear(layers.merged(context, heads, size), name + "o_proj");
    }

    private String headNorm(String value, String name) {
        return graph.files().has(name + ".weight") ? norm(value, name) : value;
    }

    private String feedForward(String normal, String name) {
        String function =
                config.text("hidden_activation").or(() -> config.text("hidden_act")).orElse("silu");
        // Gemma's first configurations say gelu and mean the other one.
        String known = type.equals("gemma") && function.equals("gelu") ? "gelu_new" : function;
        String joint = name + "gate_up_proj";
        String gate;
        String up;
        if (graph.files().has(joint + ".weight")) {
            int width = config.size("intermediate_size");
            String both = layers.linear(normal, joint);
            gate = layers.slice(both, 0, width, 2);
            up = layers.slice(both, width, 2L * width, 2);
        } else {
            gate = layers.linear(normal, name + "gate_proj");
            up = layers.linear(normal, name + "up_proj");
        }
        return layers.linear(
                layers.multiply(layers.activation(gate, known), up), name + "down_proj");
    }

    private String norm(String value, String name) {
        return type.equals("gemma")
                ? layers.rootMeanSquareNormBy(
                        value,
                        layers.add(graph.weight(name + ".weight"), graph.scalar(1f)),
                        epsilon)
                : layers.rootMeanSquareNorm(value, name, epsilon);
    }
}
