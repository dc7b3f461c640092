package io.bulkhead.plugin.lightgbm.format;

import io.bulkhead.plugin.trees.MalformedModelException;

/** A leaf that is a linear model of some features, with a plain value for rows that lack one. */
public final class LinearLeaf {
    private final double constant;
    private final int[] features;
    private final double[] coefficients;
    private final double fallback;

    LinearLeaf(double constant, int[] features, double[] coefficients, double fallback) {
        this.constant = constant;
        this.features = features;
        this.coefficients = coefficients;
        this.fallback = fallback;
    }

    /** Fails unless a row of so many features has all that this leaf asks for. */
    public void requireFeaturesBelow(int featureCount) throws MalformedModelException {
        for (int feature : features) {
            if (feature < 0 || feature >= featureCount) {
                throw new MalformedModelException(
                        "a leaf on feature " + feature + " of a model with " + featureCount);
            }
        }
    }

    /** The leaf's value for the row that starts there. */
    public double value(double[] rows, int first) {
        double sum = constant;
        for (int i = 0; i < features.length; i++) {
            double value = rows[first + features[i]];
            if (Double.isNaN(value)) {
                return fallback;
            }
            sum += coefficients[i] * value;
        }
        return sum;
    }
}
