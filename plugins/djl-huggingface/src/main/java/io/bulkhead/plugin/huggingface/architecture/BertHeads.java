package io.bulkhead.plugin.huggingface.architecture;

import io.bulkhead.plugin.huggingface.json.JsonObject;
import io.bulkhead.plugin.huggingface.onnx.Attribute;
import io.bulkhead.plugin.huggingface.onnx.GraphWriter;
import java.util.List;

/** The ends of BERT and its relatives. */
final class BertHeads {
    private static final String[] VECTORS = {"batch", "sequence", "width"};

    private final JsonObject config;
    private final BertNames names;
    private final Layers layers;
    private final GraphWriter graph;
    private final float epsilon;

    BertHeads(JsonObject config, BertNames names, Layers layers, float epsilon) {
        this.config = config;
        this.names = names;
        this.layers = layers;
        this.graph = layers.graph();
        this.epsilon = epsilon;
    }

    void write(Head head, String hidden) {
        switch (head) {
            case NONE -> graph.output(hidden, "last_hidden_state", VECTORS);
            case SEQUENCE -> graph.output(sequence(hidden), "logits", "batch", "classes");
            case TOKEN -> graph.output(layers.linear(hidden, "classifier"), "logits", VECTORS);
            case SPAN -> span(layers.linear(hidden, "qa_outputs"));
            case VOCABULARY -> graph.output(vocabulary(hidden), "logits", VECTORS);
        }
    }

    private String sequence(String hidden) {
        String first = layers.first(hidden);
        return switch (names.kind()) {
            case ROBERTA ->
                    layers.linear(
                            layers.activation(layers.linear(first, "classifier.dense"), "tanh"),
                            "classifier.out_proj");
            case ELECTRA ->
                    layers.linear(
                            layers.activation(layers.linear(first, "classifier.dense"), "gelu"),
                            "classifier.out_proj");
            case DISTILBERT ->
                    layers.linear(
                            layers.activation(layers.linear(first, "pre_classifier"), "relu"),
                            "classifier");
            case ALBERT -> pooled(first, names.prefix() + "pooler");
            case BERT -> pooled(first, names.prefix() + "pooler.dense");
        };
    }

    private String pooled(String first, String pooler) {
        return layers.linear(layers.activation(layers.linear(first, pooler), "tanh"), "classifier");
    }

    private void span(String both) {
        graph.output(part(both, 0), "start_logits", "batch", "sequence");
        graph.output(part(both, 1), "end_logits", "batch", "sequence");
    }

    private String part(String value, long index) {
        return graph.node("Gather", List.of(value, graph.scalar(index)), Attribute.of("axis", -1L));
    }

    private String vocabulary(String hidden) {
        return switch (names.kind()) {
            case ROBERTA -> scores(hidden, "lm_head.dense", "lm_head.layer_norm", "lm_head");
            case DISTILBERT ->
                    scores(hidden, "vocab_transform", "vocab_layer_norm", "vocab_projector");
            case ELECTRA ->
                    scores(
                            hidden,
                            "generator_predictions.dense",
                            "generator_predictions.LayerNorm",
                            "generator_lm_head");
            case ALBERT ->
                    scores(hidden, "predictions.dense", "predictions.LayerNorm", "predictions");
            case BERT ->
                    scores(
                            hidden,
                            "cls.predictions.transform.dense",
                            "cls.predictions.transform.LayerNorm",
                            "cls.predictions");
        };
    }

    /** The table of words scores them, too, unless the file has another for it. */
    private String scores(String hidden, String dense, String norm, String end) {
        String changed =
                layers.activation(
                        layers.linear(hidden, dense),
                        names.kind() == BertNames.Kind.ROBERTA
                                ? "gelu"
                                : config.text(names.activation()).orElse("gelu"));
        String normal = layers.layerNorm(changed, norm, epsilon);
        String own = end + ".decoder.weight";
        String table =
                graph.files().has(own) ? own : names.prefix() + "embeddings.word_embeddings.weight";
        String product = layers.matrix(normal, layers.transpose(graph.weight(table, -1, -1), 1, 0));
        String bias = graph.files().has(end + ".bias") ? end + ".bias" : end + ".decoder.bias";
        return layers.add(product, graph.weight(bias));
    }
}
