package io.bulkhead.plugin.xgboost;

/** What a client may ask a model for. */
enum EstimatorOutput {
    PREDICT("predict"),
    PREDICT_PROBA("predict_proba");

    private final String wireName;

    EstimatorOutput(String wireName) {
        this.wireName = wireName;
    }

    /** The output's name in requests and answers. */
    String wireName() {
        return wireName;
    }
}
