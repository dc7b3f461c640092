package io.bulkhead.plugin.sklearn.decomposition;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PickledObject;
import io.bulkhead.plugin.sklearn.pickle.PyTuple;

/** Where the components of a projection come from, for those that are more than an array. */
final class Components {
    private static final int MAX_DENSE = 1 << 26;

    private Components() {}

    /** Those of random projections: dense, or sparse as scipy keeps it. */
    static double[] random(Attributes attributes, int features) throws PickleException {
        Object given = attributes.require("components_");
        if (!(given instanceof PickledObject)) {
            return attributes.matrix("components_").values();
        }
        Attributes sparse = attributes.member(given);
        long rows = size(sparse, 0);
        if (size(sparse, 1) != features || rows * features > MAX_DENSE || rows <= 0) {
            throw new PickleException(
                    attributes.owner() + ": 'components_' does not fit the features");
        }
        return dense(sparse, (int) rows, features);
    }

    private static long size(Attributes sparse, int axis) throws PickleException {
        if (sparse.require("_shape") instanceof PyTuple shape
                && shape.size() == 2
                && shape.get(axis) instanceof Long size
                && size >= 0
                && size <= Integer.MAX_VALUE) {
            return size;
        }
        throw new PickleException(sparse.owner() + " has no shape");
    }

    private static double[] dense(Attributes sparse, int rows, int columns) throws PickleException {
        if (!sparse.owner().startsWith("csr_")) {
            throw sparse.unsupported("components of this type", sparse.owner());
        }
        double[] data = sparse.array("data").toDoubles();
        long[] places = sparse.array("indices").toLongs();
        long[] starts = sparse.array("indptr").toLongs();
        if (starts.length != rows + 1 || places.length != data.length) {
            throw new PickleException(sparse.owner() + " does not fit its shape");
        }
        double[] dense = new double[rows * columns];
        for (int row = 0; row < rows; row++) {
            if (starts[row] < 0 || starts[row + 1] > data.length) {
                throw new PickleException(sparse.owner() + " has a row out of bounds");
            }
            for (int i = (int) starts[row]; i < starts[row + 1]; i++) {
                if (places[i] < 0 || places[i] >= columns) {
                    throw new PickleException(sparse.owner() + " has a column out of bounds");
                }
                dense[row * columns + (int) places[i]] += data[i];
            }
        }
        return dense;
    }

    /** What turns centred features into the factors of a FactorAnalysis. */
    static double[] factors(Attributes attributes, int features) throws PickleException {
        double[] components = attributes.matrix("components_").values();
        double[] noise = attributes.numbers("noise_variance_");
        if (noise.length != features || components.length % features != 0) {
            throw new PickleException(attributes.owner() + " has noise of other features");
        }
        double[] weighted = components.clone();
        for (int i = 0; i < weighted.length; i++) {
            weighted[i] /= noise[i % features];
        }
        double[] square = SquareMatrix.timesTransposed(weighted, components, features);
        int size = components.length / features;
        return SquareMatrix.times(
                SquareMatrix.inverse(withDiagonal(square, size, 1), size), weighted, features);
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
