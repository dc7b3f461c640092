package io.bulkhead.plugin.lightgbm;

import io.bulkhead.api.tensor.Tensor;

/**
 * The rows of one request, in 64 bits as LightGBM keeps them.
 *
 * @param values row by row; NaN may be missing
 */
@SuppressWarnings("ArrayRecordComponent") // never written to once it is built
record FeatureRows(double[] values, int count) {
    /** A line for each row. */
    static FeatureRows of(Tensor matrix) {
        return new FeatureRows(matrix.toDoubles(), (int) matrix.shape().dimension(0));
    }
}
