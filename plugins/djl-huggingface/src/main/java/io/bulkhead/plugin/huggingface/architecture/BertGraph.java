package io.bulkhead.plugin.huggingface.architecture;

import io.bulkhead.plugin.huggingface.json.JsonObject;
import io.bulkhead.plugin.huggingface.onnx.GraphWriter;
import io.bulkhead.plugin.huggingface.onnx.WrittenGraph;
import io.bulkhead.plugin.huggingface.weights.WeightFiles;
import java.util.List;

/** BERT, and what differs from it in names: RoBERTa, DistilBERT, ELECTRA, ALBERT. */
final class BertGraph {
    private final JsonObject config;
    private final BertNames names;
    private final Layers layers;
    private final GraphWriter graph;
    private final float epsilon;

    private BertGraph(JsonObject config, BertNames names, WeightFiles weights) {
        this.config = config;
        this.names = names;
        this.graph = new GraphWriter(weights);
        this.layers = new Layers(graph);
        this.epsilon = config.number("layer_norm_eps").orElse(1e-12).floatValue();
    }

    static WrittenGraph write(JsonObject config, WeightFiles weights, Head head) {
        BertNames names = BertNames.of(config.text("model_type").orElse(""), weights);
        return new BertGraph(config, names, weights).write(head);
    }

    private WrittenGraph write(Head head) {
        String ids = graph.input("input_ids", GraphWriter.INT64, "batch", "sequence");
        String mask = graph.input("attention_mask", GraphWriter.INT64, "batch", "sequence");
        String bias = layers.maskBias(mask);
        String hidden = embeddings(ids);
        for (int i = 0; i < config.size(names.layerCount()); i++) {
            hidden = layer(hidden, bias, names.layer(i));
        }
        BertHeads heads = new BertHeads(config, names, layers, epsilon);
        heads.write(head, hidden);
        return graph.finished();
    }

    private String embeddings(String ids) {
        String prefix = names.prefix() + "embeddings.";
        String sum =
                layers.add(
                        layers.rows(
                                graph.weight(prefix + "word_embeddings.weight", -1, width()), ids),
                        layers.rows(
                                graph.weight(prefix + "position_embeddings.weight"),
                                positions(ids)));
        if (names.hasTypes()) {
            String types = graph.input("token_type_ids", GraphWriter.INT64, "batch", "sequence");
            sum =
                    layers.add(
                            sum,
                            layers.rows(
                                    graph.weight(prefix + "token_type_embeddings.weight"), types));
        }
        String normal = layers.layerNorm(sum, prefix + "LayerNorm", epsilon);
        return names.widening().filter(name -> graph.files().has(name + ".weight")).isPresent()
                ? layers.linear(normal, names.widening().orElseThrow())
                : normal;
    }

    /** That of the first vectors, which some make wider behind. */
    private int width() {
        return config.size("embedding_size", config.size(names.hiddenSize()));
    }

    /** From 0 on; in RoBERTa behind the number of the padding, which stays there. */
    private String positions(String ids) {
        if (!names.positionsFollowPadding()) {
            return layers.count(layers.size(ids, 1));
        }
        long padding = config.integer("pad_token_id").orElse(1L);
        String isPadding = graph.node("Equal", List.of(ids, graph.scalar(padding)));
        String isText = graph.cast(graph.node("Not", List.of(isPadding)), GraphWriter.INT64);
        String counted = graph.node("CumSum", List.of(isText, graph.scalar(1L)));
        return layers.add(layers.multiply(counted, isText), graph.scalar(padding));
    }

    private String layer(String hidden, String bias, BertNames.Layer name) {
        int heads = config.size(names.headCount());
        int width = config.size(names.hiddenSize());
        int size = width / Math.max(1, heads);
        String context =
                layers.attention(
                        layers.split(layers.linear(hidden, name.query()), heads, size),
                        layers.split(layers.linear(hidden, name.key()), heads, size),
                        layers.split(layers.linear(hidden, name.value()), heads, size),
                        (float) (1 / Math.sqrt(size)),
                        bias);
        String attended = layers.linear(layers.merged(context, heads, size), name.out());
        String normal =
                layers.layerNorm(layers.add(attended, hidden), name.attentionNorm(), epsilon);
        String inner =
                layers.activation(
                        layers.linear(normal, name.inner()),
                        config.text(names.activation()).orElse("gelu"));
        return layers.layerNorm(
                layers.add(layers.linear(inner, name.outer()), normal), name.norm(), epsilon);
    }
}
