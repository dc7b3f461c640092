package io.bulkhead.plugin.sklearn.decomposition;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.pickle.PickleException;

/** The components of projections that have to be worked out first. */
final class Components {
    private Components() {}

    /** What turns centred features into the factors of a FactorAnalysis. */
    static double[] factors(Attributes attributes, int features) throws PickleException {
        double[] components = attributes.matrix("components_").values();
        double[] noise = attributes.numbers("noise_variance_");
        if (noise.length != features || components.length % features != 0) {
            throw new PickleException(attributes.owner() + " has noise of other features");
        }
        int size = components.length / features;
        return SquareMatrix.times(
                SquareMatrix.inverse(common(components, noise), size),
                weighted(components, noise),
                features);
    }

    /** What factors have in common when each feature counts by its noise; one is added to each. */
    static double[] common(double[] factors, double[] noise) {
        double[] square =
                SquareMatrix.timesTransposed(weighted(factors, noise), factors, noise.length);
        return withDiagonal(square, factors.length / noise.length, 1);
    }

    private static double[] weighted(double[] factors, double[] noise) {
        double[] weighted = factors.clone();
        for (int i = 0; i < weighted.length; i++) {
            weighted[i] /= noise[i % noise.length];
        }
        return weighted;
    }

    /** What turns centred features into the sparse components that explain them best. */
    static double[] ridge(Attributes attributes, int features) throws PickleException {
        double[] components = attributes.matrix("components_").values();
        if (components.length % features != 0) {
            throw new PickleException(attributes.owner() + " has components of other features");
        }
        double penalty = attributes.findNumber("ridge_alpha").orElse(0.01);
        double[] square = SquareMatrix.timesTransposed(components, components, features);
        int size = components.length / features;
        return SquareMatrix.times(
                SquareMatrix.inverse(withDiagonal(square, size, penalty), size),
                components,
                features);
    }

    private static double[] withDiagonal(double[] square, int size, double summand) {
        for (int i = 0; i < size; i++) {
            square[i * size + i] += summand;
        }
        return square;
    }
}
