package io.bulkhead.plugin.catboost;

import java.util.Optional;

/** What a client may ask a model for. */
enum OutputName {
    /** What the model was trained for: labels of a classifier, numbers of any other. */
    PREDICT("predict"),
    /** The probability of each class. */
    PREDICT_PROBA("predict_proba"),
    /** What the trees add up to, before it becomes a label or a probability. */
    RAW("raw"),
    /** The same under the name that it has in other libraries. */
    MARGIN("margin");

    private final String wireName;

    OutputName(String wireName) {
        this.wireName = wireName;
    }

    static Optional<OutputName> of(String wireName) {
        for (OutputName name : values()) {
            if (name.wireName.equals(wireName)) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    /** The output's name in requests and answers. */
    String wireName() {
        return wireName;
    }
}
