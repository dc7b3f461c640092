package io.bulkhead.plugin.catboost.format;

/**
 * A numeric feature.
 *
 * @param index among the numeric features
 * @param column among all features
 * @param name empty if the file has none
 * @param borders the values that it is compared with; none if the model does not use it
 * @param missingIsLargest whether NaN counts as greater than every border; else as less
 */
@SuppressWarnings("ArrayRecordComponent") // never written to once it is built
public record FloatFeature(
        int index, int column, String name, float[] borders, boolean missingIsLargest) {}
