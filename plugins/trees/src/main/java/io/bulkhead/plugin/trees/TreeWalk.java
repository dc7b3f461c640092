package io.bulkhead.plugin.trees;

import java.util.Arrays;

/**
 * The state of a walk over a tree on behalf of one row: for each feature, what the splits on the
 * way down make of it. For one thread and one call.
 */
abstract class TreeWalk {
    final SplitTrees trees;
    final SplitTrees.Route route;
    final Quadrature quadrature;

    /** By feature: the part of the training rows that its splits sent this way. */
    final double[] zero;

    /** By feature: 1 if the row's value leads this way, else 0. */
    final double[] one;

    /** Which of the tree's outputs it is about. */
    int output;

    TreeWalk(SplitTrees trees, SplitTrees.Route route, Quadrature quadrature, int featureCount) {
        this.trees = trees;
        this.route = route;
        this.quadrature = quadrature;
        this.zero = new double[featureCount];
        this.one = new double[featureCount];
        Arrays.fill(zero, 1);
        Arrays.fill(one, 1);
    }

    /** What a feature multiplies a leaf with at one point of the integral. */
    static double factor(double zero, double one, double point) {
        return zero * (1 - point) + one * point;
    }
}
