package io.bulkhead.plugin.trees;

import java.util.Arrays;

/** Adds up what each feature contributes. Down go the products of factors, up the leaves' sums. */
final class ContributionWalk extends TreeWalk {
    private final double[] target;
    private final double[] products;
    private final double[] sums;
    private int first;

    ContributionWalk(
            SplitTrees trees,
            SplitTrees.Route route,
            Quadrature quadrature,
            int featureCount,
            double[] target) {
        super(trees, route, quadrature, featureCount);
        this.target = target;
        this.products = new double[(trees.depth() + 1) * quadrature.size()];
        this.sums = new double[products.length];
        for (int i = 0; i < quadrature.size(); i++) {
            products[i] = quadrature.weight(i);
        }
    }

    /** Adds to the numbers that start there. */
    void addTree(int tree, int ofOutput, int firstTarget) {
        first = firstTarget;
        output = ofOutput;
        visit(trees.root(tree), 0);
    }

    /** Leaves the sums over the leaves below, point by point, at this level. */
    private void visit(int node, int level) {
        int size = quadrature.size();
        if (trees.isLeaf(node)) {
            double value = trees.value(node, output);
            for (int i = level; i < level + size; i++) {
                sums[i] = value * products[i];
            }
            return;
        }
        Arrays.fill(sums, level, level + size, 0);
        int next = route.next(node);
        int left = trees.left(node);
        int right = trees.right(node);
        follow(node, left, next == left, level);
        follow(node, right, next == right, level);
    }

    private void follow(int split, int child, boolean taken, int level) {
        int feature = trees.feature(split);
        double zeroBefore = zero[feature];
        double oneBefore = one[feature];
        double zeroNow = zeroBefore * trees.fraction(split, child);
        double oneNow = taken ? oneBefore : 0;
        if (zeroNow == 0 && oneNow == 0) {
            return; // nothing gets here, known or unknown
        }
        int below = level + quadrature.size();
        for (int i = 0; i < quadrature.size(); i++) {
            double point = quadrature.point(i);
            double change = factor(zeroNow, oneNow, point) / factor(zeroBefore, oneBefore, point);
            products[below + i] = products[level + i] * change;
        }
        zero[feature] = zeroNow;
        one[feature] = oneNow;
        visit(child, below);
        zero[feature] = zeroBefore;
        one[feature] = oneBefore;
        double added = 0;
        for (int i = 0; i < quadrature.size(); i++) {
            double point = quadrature.point(i);
            // An earlier split on the feature will count these leaves once more: take them off.
            double share =
                    (oneNow - zeroNow) / factor(zeroNow, oneNow, point)
                            - (oneBefore - zeroBefore) / factor(zeroBefore, oneBefore, point);
            added += sums[below + i] * share;
            sums[level + i] += sums[below + i];
        }
        target[first + feature] += added;
    }
}
