package io.bulkhead.plugin.trees;

import java.util.Optional;
import java.util.Set;

/** What a client may ask a model for; the same names for all runtimes that evaluate trees. */
public enum OutputName {
    /** What the model was trained for: labels of a classifier, numbers of any other. */
    PREDICT("predict"),
    /** The probability of each class. */
    PREDICT_PROBA("predict_proba"),
    /** What the trees add up to, before it becomes a label or a probability. */
    MARGIN("margin", "raw", "decision_function"),
    /** The number of the leaf that a row comes to, for each tree. */
    LEAF("leaf"),
    /** What each feature adds to the margin: SHAP values, the bias last. */
    CONTRIBUTIONS("contributions", "contrib"),
    /** What each pair of features adds to the margin. */
    INTERACTIONS("interactions");

    private final String wireName;
    private final Set<String> aliases;

    OutputName(String wireName, String... aliases) {
        this.wireName = wireName;
        this.aliases = Set.of(aliases);
    }

    /** By its name or one that other libraries have for it. */
    public static Optional<OutputName> of(String name) {
        for (OutputName output : values()) {
            if (output.wireName.equals(name) || output.aliases.contains(name)) {
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
