package io.bulkhead.plugin.sklearn.estimator;

import java.util.Optional;

/**
 * What an estimator can be asked for: by the names that scikit-learn gives to it, and for what it
 * has none, by those of the runtimes for boosted trees.
 */
public enum Method {
    PREDICT("predict"),
    PREDICT_PROBA("predict_proba"),
    PREDICT_LOG_PROBA("predict_log_proba"),
    DECISION_FUNCTION("decision_function"),
    SCORE_SAMPLES("score_samples"),
    TRANSFORM("transform"),
    /** What trees add up to, before it becomes a label or a probability. */
    MARGIN("margin"),
    /** The number of the leaf that a row comes to, for each tree. */
    LEAF("leaf"),
    /** What each feature adds to the margin. */
    CONTRIBUTIONS("contributions"),
    /** What each pair of features adds to the margin. */
    INTERACTIONS("interactions");

    private final String pythonName;

    Method(String pythonName) {
        this.pythonName = pythonName;
    }

    public String pythonName() {
        return pythonName;
    }

    /** Whether scikit-learn answers with a vector where there is one number for each row. */
    public boolean givesVector() {
        return this == PREDICT || this == SCORE_SAMPLES || this == DECISION_FUNCTION;
    }

    /** The method of this name, if estimators have such a one. */
    public static Optional<Method> named(String name) {
        for (Method method : values()) {
            if (method.pythonName.equals(name)) {
                return Optional.of(method);
            }
        }
        return Optional.empty();
    }
}
