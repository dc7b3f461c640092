package io.bulkhead.plugin.catboost;

/**
 * The rows of one request.
 *
 * @param floats the numeric features row by row, in 32 bits as CatBoost keeps them; NaN is missing
 * @param hashes of the categorical features, row by row
 */
@SuppressWarnings("ArrayRecordComponent") // never written to once it is built
record FeatureRows(float[] floats, int[] hashes, RowShape shape) {}
