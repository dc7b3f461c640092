package io.bulkhead.plugin.lightgbm.kernel;

import java.util.Arrays;

/** Adds up what each feature contributes. Down go the products of factors, up the leaves' sums. */
final class ContributionWalk extends TreeWalk {
    private final double[] target;
    private final double[] products;
    private final double[] sums;
    private int first;

    ContributionWalk(TreeKernel kernel, Quadrature quadrature, int featureCount, double[] target) {
        super(kernel, quadrature, featureCount);
        this.target = target;
        this.products = new double[(kernel.depth() + 1) * quadrature.size()];
        this.sums = new double[products.length];
        for (int i = 0; i < quadrature.size(); i++) {
            products[i] = quadrature.weight(i);
        }
    }

    /** Adds to the numbers that start there. */
    void addTree(int tree, int firstTarget) {
        first = firstTarget;
        visit(kernel.root(tree), 0);
    }

    /** Leaves the sums over the leaves below, point by point, at this level. */
    private void visit(int node, int level) {
        int size = quadrature.size();
        if (kernel.isLeaf(node)) {
            double value = kernel.value(node);
            for (int i = level; i < level + size; i++) {
                sums[i] = value * products[i];
            }
            return;
        }
        Arrays.fill(sums, level, level + size, 0);
        int next = kernel.next(node, values);
        int left = kernel.left(node);
        int right = kernel.right(node);
        follow(node, left, next == left, level);
        follow(node, right, next == right, level);
    }

    private void follow(int split, int child, boolean taken, int level) {
        int feature = kernel.feature(split);
        double zeroBefore = zero[feature];
        double oneBefore = one[feature];
        double zeroNow = zeroBefore * kernel.fraction(split, child);
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
