package io.bulkhead.plugin.trees;

import java.util.Optional;

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
 *
 * <p>Values lie row by row, then output by output; a feature more than there are is the bias, which
 * is what rows have on average. Immutable and safe for use by many threads.
 */
public final class TreeAttribution {
    /** The walk is recursive; deeper trees, which nobody grows on purpose, have no attribution. */
    private static final int MAX_DEPTH = 512;

    private final SplitTrees trees;
    private final Quadrature quadrature;
    private final double[] expected;
    private final int featureCount;

    private TreeAttribution(
            SplitTrees trees, Quadrature quadrature, double[] expected, int featureCount) {
        this.trees = trees;
        this.quadrature = quadrature;
        this.expected = expected;
        this.featureCount = featureCount;
    }

    /** Empty if the trees are too deep. */
    public static Optional<TreeAttribution> of(SplitTrees trees, int featureCount) {
        int depth = trees.depth();
        if (depth > MAX_DEPTH) {
            return Optional.empty();
        }
        double[] expected = new double[trees.outputCount()];
        for (int tree = 0; tree < trees.treeCount(); tree++) {
            for (int i = 0; i < trees.outputsOf(tree); i++) {
                expected[trees.firstOutput(tree) + i] += expected(trees, trees.root(tree), i);
            }
        }
        int onOnePath = Math.min(depth, featureCount);
        Quadrature quadrature = Quadrature.ofDegree(Math.max(0, onOnePath - 1));
        return Optional.of(new TreeAttribution(trees, quadrature, expected, featureCount));
    }

    private static double expected(SplitTrees trees, int node, int output) {
        if (trees.isLeaf(node)) {
            return trees.value(node, output);
        }
        int left = trees.left(node);
        int right = trees.right(node);
        return trees.fraction(node, left) * expected(trees, left, output)
                + trees.fraction(node, right) * expected(trees, right, output);
    }

    /**
     * Adds a value for each feature and the bias.
     *
     * @param target {@code rows × outputs × (features + 1)} numbers, which hold 0
     */
    public void addContributions(SplitTrees.Route route, int rowCount, double[] target) {
        ContributionWalk walk =
                new ContributionWalk(trees, route, quadrature, featureCount, target);
        int width = featureCount + 1;
        for (int row = 0; row < rowCount; row++) {
            int first = row * expected.length * width;
            route.toRow(row);
            for (int tree = 0; tree < trees.treeCount(); tree++) {
                int output = trees.firstOutput(tree);
                for (int i = 0; i < trees.outputsOf(tree); i++) {
                    walk.addTree(tree, i, first + (output + i) * width);
                }
            }
            for (int output = 0; output < expected.length; output++) {
                target[first + output * width + featureCount] += expected[output];
            }
        }
    }

    /**
     * Adds a value for each pair of features: half of what they do together and not apart. What a
     * feature does alone stands on the diagonal, so that lines sum up to contributions.
     *
     * @param target {@code rows × outputs × (features + 1) × (features + 1)} numbers, which hold 0
     */
    public void addInteractions(SplitTrees.Route route, int rowCount, double[] target) {
        InteractionWalk walk = new InteractionWalk(trees, route, quadrature, featureCount, target);
        int width = featureCount + 1;
        double[] contributions = new double[rowCount * expected.length * width];
        addContributions(route, rowCount, contributions);
        for (int row = 0; row < rowCount; row++) {
            int first = row * expected.length * width * width;
            route.toRow(row);
            for (int tree = 0; tree < trees.treeCount(); tree++) {
                int output = trees.firstOutput(tree);
                for (int i = 0; i < trees.outputsOf(tree); i++) {
                    walk.addTree(tree, i, first + (output + i) * width * width);
                }
            }
        }
        addDiagonals(contributions, target);
    }

    /** So that each line sums up to its feature's contribution. */
    private void addDiagonals(double[] contributions, double[] target) {
        int width = featureCount + 1;
        for (int line = 0; line < contributions.length; line++) {
            double rest = contributions[line];
            for (int i = 0; i < width; i++) {
                rest -= target[line * width + i];
            }
            target[line * width + line % width] = rest;
        }
    }
}
