package io.bulkhead.plugin.huggingface.architecture;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.huggingface.json.JsonObject;
import io.bulkhead.plugin.huggingface.onnx.Attribute;
import io.bulkhead.plugin.huggingface.onnx.GraphWriter;
import io.bulkhead.plugin.huggingface.onnx.WrittenGraph;
import io.bulkhead.plugin.huggingface.weights.WeightFiles;
import java.util.List;

/** ViT, and DeiT without its second classifier: patches of an image as a sequence. */
final class VitGraph {
    private final JsonObject config;
    private final String prefix;
    private final GraphWriter graph;
    private final Layers layers;
    private final float epsilon;

    private VitGraph(JsonObject config, String prefix, WeightFiles weights) {
        this.config = config;
        this.prefix = prefix;
        this.graph = new GraphWriter(weights);
        this.layers = new Layers(graph);
        this.epsilon = config.number("layer_norm_eps").orElse(1e-12).floatValue();
    }

    static WrittenGraph write(JsonObject config, WeightFiles weights, Head head) {
        String prefix = config.text("model_type").orElse("vit") + ".";
        boolean prefixed = weights.has(prefix + "embeddings.cls_token");
        return new VitGraph(config, prefixed ? prefix : "", weights).write(head);
    }

    private WrittenGraph write(Head head) {
        String hidden = embeddings();
        for (int i = 0; i < config.size("num_hidden_layers"); i++) {
            hidden = layer(hidden, prefix + "encoder.layer." + i + ".");
        }
        hidden = layers.layerNorm(hidden, prefix + "layernorm", epsilon);
        switch (head) {
            case NONE -> graph.output(hidden, "last_hidden_state", "batch", "sequence", "width");
            case SEQUENCE ->
                    graph.output(
                            layers.linear(layers.first(hidden), "classifier"),
                            "logits",
                            "batch",
                            "classes");
            default ->
                    throw ServingException.loadFailed("a model of images has no such output", null);
        }
        return graph.finished();
    }

    private String embeddings() {
        String size = String.valueOf(config.size("image_size", 224));
        String pixels =
                graph.input(
                        "pixel_values",
                        GraphWriter.FLOAT,
                        "batch",
                        String.valueOf(config.size("num_channels", 3)),
                        size,
                        size);
        String patches = patches(pixels, prefix + "embeddings.");
        String first = graph.weight(prefix + "embeddings.cls_token");
        String repeated =
                graph.node(
                        "Expand",
                        List.of(
                                first,
                                graph.node(
                                        "Concat",
                                        List.of(layers.size(pixels, 0), graph.longs(1, 1)),
                                        Attribute.of("axis", 0L))));
        String sequence =
                graph.node("Concat", List.of(repeated, patches), Attribute.of("axis", 1L));
        return layers.add(sequence, graph.weight(prefix + "embeddings.position_embeddings"));
    }

    private String patches(String pixels, String name) {
        long size = config.size("patch_size", 16);
        String planes =
                graph.node(
                        "Conv",
                        List.of(
                                pixels,
                                graph.weight(name + "patch_embeddings.projection.weight"),
                                graph.weight(name + "patch_embeddings.projection.bias")),
                        Attribute.of("kernel_shape", new long[] {size, size}),
                        Attribute.of("strides", new long[] {size, size}));
        return layers.transpose(layers.reshape(planes, 0, config.size("hidden_size"), -1), 0, 2, 1);
    }

    private String layer(String hidden, String name) {
        int heads = config.size("num_attention_heads");
        int size = config.size("hidden_size") / Math.max(1, heads);
        String normal = layers.layerNorm(hidden, name + "layernorm_before", epsilon);
        String self = name + "attention.attention.";
        String context =
                layers.attention(
                        layers.split(layers.linear(normal, self + "query"), heads, size),
                        layers.split(layers.linear(normal, self + "key"), heads, size),
                        layers.split(layers.linear(normal, self + "value"), heads, size),
                        (float) (1 / Math.sqrt(size)),
                        graph.scalar(0f));
        String attended =
                layers.linear(layers.merged(context, heads, size), name + "attention.output.dense");
        String sum = layers.add(attended, hidden);
        String inner =
                layers.activation(
                        layers.linear(
                                layers.layerNorm(sum, name + "layernorm_after", epsilon),
                                name + "intermediate.dense"),
                        config.text("hidden_act").orElse("gelu"));
        return layers.add(layers.linear(inner, name + "output.dense"), sum);
    }
}
