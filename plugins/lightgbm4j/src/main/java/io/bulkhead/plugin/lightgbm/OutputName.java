package io.bulkhead.plugin.lightgbm;

import java.util.Optional;

/** What a client may ask a model for; the same names for all runtimes that evaluate trees. */
enum OutputName {
    /** What the model was trained for: a probability, probabilities or a number. */
    PREDICT("predict"),
    /** The probability of each class. */
    PREDICT_PROBA("predict_proba"),
    /** What the trees add up to, before it becomes a label or a probability. */
    MARGIN("margin", "raw"),
    /** The number of the leaf that a row comes to, for each tree. */
    LEAF("leaf"),
    /** What each feature adds to the margin: SHAP values, the bias last. */
    CONTRIBUTIONS("contributions", "contrib");

    private final String wireName;
    private final String alias;

    OutputName(String wireName) {
        this(wireName, wireName);
    }

    OutputName(String wireName, String alias) {
        this.wireName = wireName;
        this.alias = alias;
    }

    /** By its name or one that other libraries have for it. */
    static Optional<OutputName> of(String name) {
        for (OutputName output : values()) {
            if (output.wireName.equals(name) || output.alias.equals(name)) {
                return Optional.of(output);
            }
        }
        return Optional.empty();
    }

    /** The output's name in requests and answers. */
    String wireName() {
        return wireName;
    }
}
