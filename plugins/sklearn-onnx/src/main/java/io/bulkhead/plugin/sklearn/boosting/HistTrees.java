package io.bulkhead.plugin.sklearn.boosting;

import io.bulkhead.plugin.sklearn.estimator.Rows;

/**
 * Trees that compare in double precision and know missing values and categories. A node takes four
 * ints: its feature, or -1 in a leaf; its left and its right child, a leaf itself; and its flags:
 * the lowest bit says that missing values go left, those above are one more than its set of
 * categories, if it has one.
 */
final class HistTrees {
    static final int NODE_INTS = 4;
    static final int SET_INTS = 8;
    static final int LEAF = -1;

    private static final int LANES = 4;

    private static final int LEFT = 1;
    private static final int RIGHT = 2;
    private static final int FLAGS = 3;

    private final int[] nodes;
    private final double[] values;
    private final int[] roots;
    private final int[] leftSets;
    private final int[] knownSets;
    private final boolean onlyNumbers;

    /**
     * @param nodes of all trees
     * @param values thresholds, and in leaves what they answer: one for each node
     * @param roots where each tree begins, as the index of a node
     * @param leftSets the categories that go left: 256 bits for each set
     * @param knownSets the categories of each feature: 256 bits each
     */
    HistTrees(int[] nodes, double[] values, int[] roots, int[] leftSets, int[] knownSets) {
        this.nodes = nodes;
        this.values = values;
        this.roots = roots;
        this.leftSets = leftSets;
        this.knownSets = knownSets;
        this.onlyNumbers = leftSets.length == 0;
    }

    /** Adds to a column of the sums, for each row, the leaves that it reaches. */
    void addTo(double[] sums, int column, int stride, double[] features, int columns) {
        int rows = sums.length / stride;
        boolean comparing = onlyNumbers && Rows.allFinite(features);
        int together = comparing ? rows - rows % LANES : 0;
        for (int root : roots) {
            for (int row = 0; row < together; row += LANES) {
                addFour(
                        sums,
                        row * stride + column,
                        stride,
                        root,
                        features,
                        row * columns,
                        columns);
            }
        }
        for (int row = together; row < rows; row++) {
            int to = row * stride + column;
            int from = comparing ? roots.length - roots.length % LANES : 0;
            for (int tree = 0; tree < from; tree += LANES) {
                sums[to] = withFourTrees(sums[to], tree, features, row * columns);
            }
            for (int tree = from; tree < roots.length; tree++) {
                sums[to] += leaf(roots[tree], features, row * columns);
            }
        }
    }

    /** Four rows side by side: alone, each would wait for memory and for wrong guesses. */
    private void addFour(
            double[] sums, int to, int stride, int root, double[] features, int at, int columns) {
        int node0 = root;
        int node1 = root;
        int node2 = root;
        int node3 = root;
        while (anyInner(node0, node1, node2, node3)) {
            node0 = step(node0, features, at);
            node1 = step(node1, features, at + columns);
            node2 = step(node2, features, at + 2 * columns);
            node3 = step(node3, features, at + 3 * columns);
        }
        sums[to] += values[node0];
        sums[to + stride] += values[node1];
        sums[to + 2 * stride] += values[node2];
        sums[to + 3 * stride] += values[node3];
    }

    /** The same of one row and four trees. */
    private double withFourTrees(double sum, int tree, double[] features, int at) {
        int node0 = roots[tree];
        int node1 = roots[tree + 1];
        int node2 = roots[tree + 2];
        int node3 = roots[tree + 3];
        while (anyInner(node0, node1, node2, node3)) {
            node0 = step(node0, features, at);
            node1 = step(node1, features, at);
            node2 = step(node2, features, at);
            node3 = step(node3, features, at);
        }
        return sum + values[node0] + values[node1] + values[node2] + values[node3];
    }

    /** Until all are in leaves, which lead to themselves. */
    private boolean anyInner(int node0, int node1, int node2, int node3) {
        return (nodes[node0 * NODE_INTS]
                        & nodes[node1 * NODE_INTS]
                        & nodes[node2 * NODE_INTS]
                        & nodes[node3 * NODE_INTS])
                >= 0;
    }

    /** The sign of the difference leads to the right child. */
    private int step(int node, double[] features, int row) {
        int at = node * NODE_INTS;
        int feature = Math.max(nodes[at], 0);
        double over = values[node] - features[row + feature];
        int right = (int) (Double.doubleToRawLongBits(over) >>> (Long.SIZE - 1));
        return nodes[at + LEFT + right];
    }

    private double leaf(int root, double[] features, int row) {
        int node = root;
        int feature = nodes[node * NODE_INTS];
        while (feature != LEAF) {
            node = next(node, feature, features[row + feature]);
            feature = nodes[node * NODE_INTS];
        }
        return values[node];
    }

    private int next(int node, int feature, double value) {
        int at = node * NODE_INTS;
        int flags = nodes[at + FLAGS];
        boolean left;
        if (Double.isNaN(value)) {
            left = (flags & 1) != 0;
        } else if (flags >>> 1 == 0) {
            left = value <= values[node];
        } else {
            left = goesLeft(flags, feature, value);
        }
        return nodes[at + (left ? LEFT : RIGHT)];
    }

    /** Negative and unknown categories go where missing values go. */
    private boolean goesLeft(int flags, int feature, double value) {
        int category = (int) value & 0xff;
        if (value >= 0 && contains(leftSets, (flags >>> 1) - 1, category)) {
            return true;
        }
        boolean known = value >= 0 && contains(knownSets, feature, category);
        return !known && (flags & 1) != 0;
    }

    private static boolean contains(int[] sets, int set, int category) {
        return (sets[set * SET_INTS + (category >>> 5)] >>> (category & 31) & 1) != 0;
    }
}
