package io.bulkhead.plugin.lightgbm.format;

import io.bulkhead.plugin.trees.MalformedModelException;
import java.util.Arrays;
import java.util.Optional;

/** The linear models in the leaves of one tree. */
final class LinearLeaves {
    static final LinearLeaves NONE =
            new LinearLeaves(new double[0], new int[1], new int[0], new double[0]);

    private final double[] constants;
    private final int[] starts;
    private final int[] features;
    private final double[] coefficients;

    private LinearLeaves(double[] constants, int[] starts, int[] features, double[] coefficients) {
        this.constants = constants;
        this.starts = starts;
        this.features = features;
        this.coefficients = coefficients;
    }

    static LinearLeaves of(Fields fields, int leafCount) throws MalformedModelException {
        double[] constants = fields.doubles("leaf_const", leafCount);
        int[] counts = fields.ints("num_features", leafCount);
        int[] starts = new int[leafCount + 1];
        for (int leaf = 0; leaf < leafCount; leaf++) {
            long end = (long) starts[leaf] + counts[leaf];
            if (counts[leaf] < 0 || end > Integer.MAX_VALUE) {
                throw new MalformedModelException("a leaf of " + counts[leaf] + " features");
            }
            starts[leaf + 1] = (int) end;
        }
        int total = starts[leafCount];
        return new LinearLeaves(
                constants,
                starts,
                fields.ints("leaf_features", total),
                fields.doubles("leaf_coeff", total));
    }

    Optional<LinearLeaf> leaf(int leaf, double fallback) {
        if (constants.length == 0) {
            return Optional.empty();
        }
        int from = starts[leaf];
        int to = starts[leaf + 1];
        return Optional.of(
                new LinearLeaf(
                        constants[leaf],
                        Arrays.copyOfRange(features, from, to),
                        Arrays.copyOfRange(coefficients, from, to),
                        fallback));
    }
}
