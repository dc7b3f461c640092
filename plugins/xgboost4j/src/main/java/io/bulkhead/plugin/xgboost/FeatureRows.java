package io.bulkhead.plugin.xgboost;

import io.bulkhead.api.tensor.Tensor;

/**
 * The rows of one request, in 32 bits as XGBoost keeps them.
 *
 * @param values row by row; NaN is missing
 */
@SuppressWarnings("ArrayRecordComponent") // never written to once it is built
record FeatureRows(float[] values, int count) {
    /** A line for each row. */
    static FeatureRows of(Tensor matrix) {
        return new FeatureRows(matrix.toFloats(), (int) matrix.shape().dimension(0));
    }
}
