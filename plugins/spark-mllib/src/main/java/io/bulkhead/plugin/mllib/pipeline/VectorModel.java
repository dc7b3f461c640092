package io.bulkhead.plugin.mllib.pipeline;

import io.bulkhead.plugin.mllib.row.VectorBuffer;

/**
 * A number for a vector: what models of Spark's older interface are.
 *
 * @param featureCount of the vectors
 * @param exact whether vectors must have that many features, or may have more
 */
public record VectorModel(int featureCount, boolean exact, Prediction prediction) {
    public VectorModel(int featureCount, Prediction prediction) {
        this(featureCount, true, prediction);
    }

    /** A number for a vector. */
    @FunctionalInterface
    public interface Prediction {
        double of(VectorBuffer features);
    }
}
