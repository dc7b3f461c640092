package io.bulkhead.plugin.xgboost.kernel;

/**
 * Shares margins out among the features: SHAP values. They lie row by row, then output by output; a
 * feature more than there are is the bias, which is what rows have on average. Immutable and safe
 * for use by many threads.
 */
interface Attribution {
    /**
     * Adds a value for each feature and the bias.
     *
     * @param target {@code rows × outputs × (features + 1)} numbers, which hold 0
     */
    void addContributions(float[] rows, int rowCount, double[] target);
}
