package io.bulkhead.plugin.xgboost.kernel;

import java.util.Arrays;

/**
 * The state of a walk over a tree on behalf of one row: for each feature, what the splits on the
 * way down make of it. For one thread and one call.
 */
abstract class TreeWalk {
    final TreeKernel kernel;
    final Quadrature quadrature;
    final int[] keys;

    /** By feature: the part of the training rows that its splits sent this way. */
    final double[] zero;

    /** By feature: 1 if the row's value leads this way, else 0. */
    final double[] one;

    TreeWalk(TreeKernel kernel, Quadrature quadrature, int featureCount) {
        this.kernel = kernel;
        this.quadrature = quadrature;
        this.keys = kernel.newKeys();
        this.zero = new double[featureCount];
        this.one = new double[featureCount];
        Arrays.fill(zero, 1);
        Arrays.fill(one, 1);
    }

    void begin(float[] rows, int row) {
        kernel.fillKeys(rows, row, keys);
    }

    /** What a feature multiplies a leaf with at one point of the integral. */
    static double factor(double zero, double one, double point) {
        return zero * (1 - point) + one * point;
    }
}
