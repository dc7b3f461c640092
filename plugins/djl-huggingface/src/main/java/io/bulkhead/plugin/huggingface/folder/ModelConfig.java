package io.bulkhead.plugin.huggingface.folder;

import io.bulkhead.plugin.huggingface.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** {@code config.json}: what the model is and what its outputs mean. */
public final class ModelConfig {
    /** Positions start behind that of the padding in these. */
    private static final Set<String> OFFSET_POSITIONS =
            Set.of(
                    "roberta",
                    "xlm-roberta",
                    "xlm-roberta-xl",
                    "camembert",
                    "longformer",
                    "mpnet",
                    "data2vec-text",
                    "ibert");

    /** Positions are relative in these: any length will do. */
    private static final Set<String> RELATIVE_POSITIONS =
            Set.of("t5", "mt5", "umt5", "xlnet", "transfo-xl", "longt5");

    private final JsonObject json;

    ModelConfig(JsonObject json) {
        this.json = json;
    }

    /** All members. */
    public JsonObject json() {
        return json;
    }

    /** {@code model_type}, e.g. {@code bert}; empty text if it is not there. */
    public String modelType() {
        return json.text("model_type").orElse("");
    }

    /** The classes that transformers saved, e.g. {@code BertForSequenceClassification}. */
    public List<String> architectures() {
        return json.list("architectures").stream().map(String::valueOf).toList();
    }

    /** Whether an encoder feeds a decoder. */
    public boolean isEncoderDecoder() {
        return json.flag("is_encoder_decoder").orElse(false);
    }

    /** The label of each class in order; {@code LABEL_0} and so on where the file has none. */
    public List<String> labels() {
        Map<Integer, String> byId = new HashMap<>();
        json.object("id2label").asMap().forEach((id, label) -> put(byId, id, label));
        int count = byId.isEmpty() ? json.size("num_labels", 2) : byId.size();
        List<String> labels = new ArrayList<>(count);
        for (int id = 0; id < Math.min(count, 1 << 20); id++) {
            labels.add(byId.getOrDefault(id, "LABEL_" + id));
        }
        return List.copyOf(labels);
    }

    private static void put(Map<Integer, String> byId, String id, Object label) {
        try {
            byId.put(Integer.parseInt(id.strip()), String.valueOf(label));
        } catch (NumberFormatException e) {
            // transformers refuses such a file; a label that no class can have does no harm
        }
    }

    /** {@code label2id} as the file has it. */
    public Map<String, Object> labelIds() {
        return json.object("label2id").asMap();
    }

    /** {@code problem_type}, if the model was trained with one. */
    public Optional<String> problemType() {
        return json.text("problem_type");
    }

    /** The most tokens that the model has positions for; empty if any number will do. */
    public OptionalInt maxPositions() {
        if (RELATIVE_POSITIONS.contains(modelType())
                || !json.flag("position_biased_input").orElse(true)) {
            return OptionalInt.empty();
        }
        for (String name : List.of("max_position_embeddings", "n_positions", "n_ctx")) {
            int size = json.size(name, 0);
            if (size > 0) {
                return OptionalInt.of(Math.max(1, size - positionOffset()));
            }
        }
        return OptionalInt.empty();
    }

    private int positionOffset() {
        return OFFSET_POSITIONS.contains(modelType()) ? json.size("pad_token_id", 1) + 1 : 0;
    }
}
