package io.bulkhead.plugin.huggingface.architecture;

import io.bulkhead.plugin.huggingface.weights.WeightFiles;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a relative of BERT calls its weights and settings.
 *
 * @param kind which relative
 * @param prefix of all weights but those of the head; empty where the model was saved without one
 */
record BertNames(Kind kind, String prefix) {
    /** The relatives that differ. */
    enum Kind {
        BERT,
        ROBERTA,
        DISTILBERT,
        ELECTRA,
        ALBERT
    }

    /** The weights of one layer. */
    record Layer(
            String query,
            String key,
            String value,
            String out,
            String attentionNorm,
            String inner,
            String outer,
            String norm) {}

    private static final Set<String> ROBERTAS = Set.of("roberta", "xlm-roberta", "camembert");

    /** Whether models of this type are relatives. */
    static boolean know(String modelType) {
        return ROBERTAS.contains(modelType)
                || Set.of("bert", "distilbert", "electra", "albert").contains(modelType);
    }

    static BertNames of(String modelType, WeightFiles weights) {
        Kind kind =
                switch (modelType) {
                    case "distilbert" -> Kind.DISTILBERT;
                    case "electra" -> Kind.ELECTRA;
                    case "albert" -> Kind.ALBERT;
                    default -> ROBERTAS.contains(modelType) ? Kind.ROBERTA : Kind.BERT;
                };
        String prefix = kind.name().toLowerCase(Locale.ROOT) + ".";
        boolean prefixed = weights.has(prefix + "embeddings.word_embeddings.weight");
        return new BertNames(kind, prefixed ? prefix : "");
    }

    boolean hasTypes() {
        return kind != Kind.DISTILBERT;
    }

    boolean positionsFollowPadding() {
        return kind == Kind.ROBERTA;
    }

    /** A layer behind embeddings that are narrower than the rest; only where the file has it. */
    Optional<String> widening() {
        return switch (kind) {
            case ELECTRA -> Optional.of(prefix + "embeddings_project");
            case ALBERT -> Optional.of(prefix + "encoder.embedding_hidden_mapping_in");
            default -> Optional.empty();
        };
    }

    String layerCount() {
        return kind == Kind.DISTILBERT ? "n_layers" : "num_hidden_layers";
    }

    String headCount() {
        return kind == Kind.DISTILBERT ? "n_heads" : "num_attention_heads";
    }

    String hiddenSize() {
        return kind == Kind.DISTILBERT ? "dim" : "hidden_size";
    }

    String activation() {
        return kind == Kind.DISTILBERT ? "activation" : "hidden_act";
    }

    Layer layer(int index) {
        return switch (kind) {
            case DISTILBERT -> distilbert(prefix + "transformer.layer." + index + ".");
            case ALBERT -> albert(prefix + "encoder.albert_layer_groups.0.albert_layers.0.");
            default -> bert(prefix + "encoder.layer." + index + ".");
        };
    }

    private static Layer bert(String layer) {
        return new Layer(
                layer + "attention.self.query",
                layer + "attention.self.key",
                layer + "attention.self.value",
                layer + "attention.output.dense",
                layer + "attention.output.LayerNorm",
                layer + "intermediate.dense",
                layer + "output.dense",
                layer + "output.LayerNorm");
    }

    private static Layer distilbert(String layer) {
        return new Layer(
                layer + "attention.q_lin",
                layer + "attention.k_lin",
                layer + "attention.v_lin",
                layer + "attention.out_lin",
                layer + "sa_layer_norm",
                layer + "ffn.lin1",
                layer + "ffn.lin2",
                layer + "output_layer_norm");
    }

    private static Layer albert(String layer) {
        return new Layer(
                layer + "attention.query",
                layer + "attention.key",
                layer + "attention.value",
                layer + "attention.dense",
                layer + "attention.LayerNorm",
                layer + "ffn",
                layer + "ffn_output",
                layer + "full_layer_layer_norm");
    }
}
