package io.bulkhead.plugin.trees;

/** Adds up what each pair of two features does together, leaf by leaf. */
final class InteractionWalk extends TreeWalk {
    private final double[] target;
    private final int width;
    private final int[] onPath;
    private final boolean[] isOnPath;
    private final double[] products;
    private int pathLength;
    private int first;

    InteractionWalk(
            SplitTrees trees,
            SplitTrees.Route route,
            Quadrature quadrature,
            int featureCount,
            double[] target) {
        super(trees, route, quadrature, featureCount);
        this.target = target;
        this.width = featureCount + 1;
        this.onPath = new int[trees.depth()];
        this.isOnPath = new boolean[featureCount];
        this.products = new double[quadrature.size()];
    }

    /** Adds to the numbers that start there. */
    void addTree(int tree, int ofOutput, int firstTarget) {
        first = firstTarget;
        output = ofOutput;
        visit(trees.root(tree));
    }

    private void visit(int node) {
        if (trees.isLeaf(node)) {
            addLeaf(trees.value(node, output));
            return;
        }
        int next = route.next(node);
        int feature = trees.feature(node);
        boolean isNew = !isOnPath[feature];
        if (isNew) {
            isOnPath[feature] = true;
            onPath[pathLength++] = feature;
        }
        follow(node, trees.left(node), next);
        follow(node, trees.right(node), next);
        if (isNew) {
            isOnPath[feature] = false;
            pathLength--;
        }
    }

    private void follow(int split, int child, int next) {
        int feature = trees.feature(split);
        double zeroBefore = zero[feature];
        double oneBefore = one[feature];
        zero[feature] *= trees.fraction(split, child);
        one[feature] = child == next ? oneBefore : 0;
        if (zero[feature] > 0 || one[feature] > 0) {
            visit(child);
        }
        zero[feature] = zeroBefore;
        one[feature] = oneBefore;
    }

    private void addLeaf(double value) {
        for (int point = 0; point < products.length; point++) {
            products[point] = value * quadrature.weight(point) / 2;
            for (int i = 0; i < pathLength; i++) {
                products[point] *= factor(onPath[i], point);
            }
        }
        for (int i = 1; i < pathLength; i++) {
            for (int k = 0; k < i; k++) {
                addPair(onPath[i], onPath[k]);
            }
        }
    }

    private void addPair(int feature, int other) {
        double sum = 0;
        for (int point = 0; point < products.length; point++) {
            sum += products[point] / (factor(feature, point) * factor(other, point));
        }
        double added = sum * difference(feature) * difference(other);
        target[first + feature * width + other] += added;
        target[first + other * width + feature] += added;
    }

    private double factor(int feature, int point) {
        return factor(zero[feature], one[feature], quadrature.point(point));
    }

    private double difference(int feature) {
        return one[feature] - zero[feature];
    }
}
