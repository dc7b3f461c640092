package io.bulkhead.plugin.lightgbm.kernel;

import java.util.Arrays;

/**
 * The state of a walk over a tree on behalf of one row: for each feature, what the splits on the
 * way down make of it. For one thread and one call.
 */
abstract class TreeWalk {
    final TreeKernel kernel;
    final Quadrature quadrature;
    final double[] values;

    /** By feature: the part of the training rows that its splits sent this way. */
    final double[] zero;

    /** By feature: 1 if the row's value leads this way, else 0. */
    final double[] one;

    TreeWalk(TreeKernel kernel, Quadrature quadrature, int featureCount) {
        this.kernel = kernel;
        this.quadrature = quadrature;
        this.values = kernel.newValues();
        this.zero = new double[featureCount];
        this.one = new double[featureCount];
        Arrays.fill(zero, 1);
        Arrays.fill(one, 1);
    }

    void begin(double[] rows, int row) {
        kernel.fillValues(rows, row, values);
    }

    /** What a feature multiplies a leaf with at one point of the integral. */
    static double factor(double zero, double one, double point) {
        return zero * (1 - point) + one * point;
    }
}
