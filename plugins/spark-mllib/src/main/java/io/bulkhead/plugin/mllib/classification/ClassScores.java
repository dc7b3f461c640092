package io.bulkhead.plugin.mllib.classification;

import io.bulkhead.plugin.mllib.row.Cell;
import io.bulkhead.plugin.mllib.row.VectorBuffer;

/** What a classifier computes of a vector: a score for each class. Immutable. */
public interface ClassScores {
    int classCount();

    /** The number of features; {@link io.bulkhead.plugin.mllib.pipeline.Column#ANY_SIZE} if any. */
    int featureCount();

    /**
     * Spark's raw prediction.
     *
     * @param raw to be filled, zeros before
     * @param scratch for what is computed on the way
     */
    void raw(VectorBuffer features, double[] raw, Cell scratch);

    /** Whether scores become probabilities. */
    default boolean hasProbabilities() {
        return true;
    }

    /** Makes probabilities of scores, in place. */
    default void toProbabilities(double[] raw) {
        throw new IllegalStateException("this classifier has no probabilities");
    }

    /** The class, by scores and probabilities. */
    default int predict(double[] raw, double[] probabilities) {
        return Scores.largest(raw, classCount());
    }
}
