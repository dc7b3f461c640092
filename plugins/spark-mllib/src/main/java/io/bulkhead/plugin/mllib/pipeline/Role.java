package io.bulkhead.plugin.mllib.pipeline;

/** What a column is to a client: the names that all runtimes of tabular models share. */
public enum Role {
    /** Labels or numbers: the last predictor's, or what the last stage makes of them. */
    PREDICT("predict"),
    /** The probability of each class. */
    PREDICT_PROBA("predict_proba"),
    /** Scores before they become probabilities: Spark's raw prediction. */
    DECISION_FUNCTION("decision_function"),
    /** The number of the leaf that a row comes to, for each tree. */
    LEAF("leaf"),
    /** What the last stage of a pipeline without a predictor writes. */
    TRANSFORM("transform");

    private final String wireName;

    Role(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }
}
