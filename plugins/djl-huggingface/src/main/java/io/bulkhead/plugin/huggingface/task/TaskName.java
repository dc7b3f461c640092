package io.bulkhead.plugin.huggingface.task;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.huggingface.folder.ModelConfig;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The tasks that are served, under transformers' names. */
public enum TaskName {
    /** Classes of texts. */
    TEXT_CLASSIFICATION("ForSequenceClassification"),
    /** Classes of each token: names, parts of speech. */
    TOKEN_CLASSIFICATION("ForTokenClassification"),
    /** Where in a text an answer stands. */
    QUESTION_ANSWERING("ForQuestionAnswering"),
    /** Words in the place of a mask. */
    FILL_MASK("ForMaskedLM"),
    /** Vectors of tokens. */
    FEATURE_EXTRACTION("Model"),
    /** Classes that the request names. */
    ZERO_SHOT_CLASSIFICATION(""),
    /** How close texts are in meaning. */
    SENTENCE_SIMILARITY(""),
    /** Text that goes on. */
    TEXT_GENERATION("ForCausalLM|LMHeadModel"),
    /** Text made of text. */
    TEXT2TEXT_GENERATION("ForConditionalGeneration|MTModel"),
    /** Short text of a long one. */
    SUMMARIZATION(""),
    /** Text in another language. */
    TRANSLATION(""),
    /** Classes of images. */
    IMAGE_CLASSIFICATION("ForImageClassification"),
    /** Text of speech. */
    AUTOMATIC_SPEECH_RECOGNITION("ForCTC");

    private static final Map<String, String> ALIASES =
            Map.of(
                    "sentiment-analysis", "text-classification",
                    "ner", "token-classification",
                    "text-similarity", "sentence-similarity");

    /** How the names of the classes end, as a pattern; no class at all if empty. */
    private final String architectures;

    TaskName(String architectures) {
        this.architectures = architectures;
    }

    /** The name as settings have it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The task of this name; {@code translation_en_to_de} is translation.
     *
     * @throws ServingException {@code MODEL_LOAD_FAILED} if there is none
     */
    public static TaskName of(String name) {
        String known = ALIASES.getOrDefault(name, name);
        String plain = known.startsWith("translation_") ? "translation" : known;
        return Arrays.stream(values())
                .filter(task -> task.text().equals(plain))
                .findFirst()
                .orElseThrow(
                        () ->
                                ServingException.loadFailed(
                                        "task '" + name + "' is not served, only " + names(),
                                        null));
    }

    private static String names() {
        return Arrays.stream(values()).map(TaskName::text).collect(Collectors.joining(", "));
    }

    /** The task that the classes of a model are for; empty if they are for none of these. */
    public static Optional<TaskName> of(ModelConfig config) {
        for (String architecture : config.architectures()) {
            for (TaskName task : values()) {
                if (!task.architectures.isEmpty()
                        && architecture.matches(".*(?:" + task.architectures + ")")) {
                    return Optional.of(task);
                }
            }
        }
        return Optional.empty();
    }
}
