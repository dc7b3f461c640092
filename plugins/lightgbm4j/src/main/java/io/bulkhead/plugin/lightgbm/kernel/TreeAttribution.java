package io.bulkhead.plugin.lightgbm.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Exact SHAP values of trees, where what comes of an unknown feature is weighted by the training
 * rows that went either way.
 *
 * <p>A leaf counts, for a set of known features, with the product over the features on its path of
 * "do the row's values lead here?" (one) for a known and of the part of the training rows that went
 * here (zero) for an unknown feature. Shapley's weights of sets by size are integrals of {@code
 * t^k(1-t)^(n-k)}. So the weighted sum over all sets is the integral of the product of {@code
 * zero(1-t) + one·t}: of a polynomial, for which a few points are enough. Hence the effort is that
 * of a walk over all nodes times half the number of features on a path.
 */
final class TreeAttribution {
    /** The walk is recursive; deeper trees, which nobody grows on purpose, have no attribution. */
    private static final int MAX_DEPTH = 512;

    private final TreeKernel kernel;
    private final Quadrature quadrature;
    private final double[] expected;
    private final int featureCount;

    private TreeAttribution(
            TreeKernel kernel, Quadrature quadrature, double[] expected, int featureCount) {
        this.kernel = kernel;
        this.quadrature = quadrature;
        this.expected = expected;
        this.featureCount = featureCount;
    }

    /** Null if the trees do not say how many training rows came where, or are too deep. */
    static @Nullable TreeAttribution of(TreeKernel kernel, int featureCount, int outputCount) {
        int depth = kernel.depth();
        if (!kernel.isExplainable() || depth > MAX_DEPTH) {
            return null;
        }
        double[] expected = new double[outputCount];
        for (int tree = 0; tree < kernel.treeCount(); tree++) {
            expected[kernel.output(tree)] += expected(kernel, kernel.root(tree));
        }
        int onOnePath = Math.min(depth, featureCount);
        Quadrature quadrature = Quadrature.ofDegree(Math.max(0, onOnePath - 1));
        return new TreeAttribution(kernel, quadrature, expected, featureCount);
    }

    private static double expected(TreeKernel kernel, int node) {
        if (kernel.isLeaf(node)) {
            return kernel.value(node);
        }
        int left = kernel.left(node);
        int right = kernel.right(node);
        return kernel.fraction(node, left) * expected(kernel, left)
                + kernel.fraction(node, right) * expected(kernel, right);
    }

    /**
     * Adds a value for each feature and the bias, which is what rows have on average.
     *
     * @param target {@code rows × outputs × (features + 1)} numbers, which hold 0
     */
    void addContributions(double[] rows, int rowCount, double[] target) {
        ContributionWalk walk = new ContributionWalk(kernel, quadrature, featureCount, target);
        int width = featureCount + 1;
        for (int row = 0; row < rowCount; row++) {
            int first = row * expected.length * width;
            walk.begin(rows, row);
            for (int tree = 0; tree < kernel.treeCount(); tree++) {
                walk.addTree(tree, first + kernel.output(tree) * width);
            }
            for (int output = 0; output < expected.length; output++) {
                target[first + output * width + featureCount] += expected[output];
            }
        }
    }
}
