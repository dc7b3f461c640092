package io.bulkhead.plugin.trees;

import java.util.Optional;

/** What a client may ask a model for; the same names for all runtimes that evaluate trees. */
public enum OutputName {
    /** What the model was trained for: labels of a classifier, numbers of any other. */
    PREDICT("predict"),
    /** The probability of each class. */
    PREDICT_PROBA("predict_proba"),
    /** Its logarithm. */
    PREDICT_LOG_PROBA("predict_log_proba"),
    /** What the margin is the logarithm of, where that is asked for. */
    EXPONENT("exponent"),
    /** What the trees add up to, before it becomes a label or a probability. */
    MARGIN("margin"),
    /** The number of the leaf that a row comes to, for each tree. */
    LEAF("leaf"),
    /** What each feature adds to the margin: SHAP values, the bias last. */
    CONTRIBUTIONS("contributions"),
    /** What each pair of features adds to the margin. */
    INTERACTIONS("interactions");

    private final String wireName;

    OutputName(String wireName) {
        this.wireName = wireName;
    }

    /** By its name or one that other libraries have for it. */
    public static Optional<OutputName> of(String name) {
        return switch (name) {
            case "raw", "decision_function" -> Optional.of(MARGIN);
            case "contrib" -> Optional.of(CONTRIBUTIONS);
            default -> named(name);
        };
    }

    private static Optional<OutputName> named(String name) {
        for (OutputName output : values()) {
            if (output.wireName.equals(name)) {
                return Optional.of(output);
            }
        }
        return Optional.empty();
    }

    /** The output's name in requests and answers. */
    public String wireName() {
        return wireName;
    }
}
