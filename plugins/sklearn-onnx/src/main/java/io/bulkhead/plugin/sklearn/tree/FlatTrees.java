package io.bulkhead.plugin.sklearn.tree;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Rounding;

/**
 * Trees in one array of ints. A node takes four, a quarter of a cache line: its feature (shifted
 * left by one; the lowest bit says that missing values go left), its threshold as the bits of a
 * float, where its left child lies, with the right child right behind it, and where its values lie
 * if it is a leaf. So a step is arithmetic, not a branch that the processor would guess wrong half
 * of the time. A leaf leads to itself, which lets eight walks, of four trees and two rows, go side
 * by side until the last has arrived: alone, each would wait for memory most of the time.
 *
 * <p>scikit-learn compares features of single precision with thresholds of double precision. Here
 * thresholds are rounded down to single precision, which decides the same way for every float.
 */
final class FlatTrees {
    static final int NODE_INTS = 4;
    static final int NO_LEAF = -1;

    private static final int THRESHOLD = 1;
    private static final int LEFT = 2;
    private static final int LEAF = 3;
    private static final int LANES = 4;

    /** Steps between two looks at whether all walks have arrived. */
    private static final int STEPS = 8;

    private final int[] nodes;
    private final int[] roots;
    private final double[] leaves;
    private final int width;
    private final int depth;

    /**
     * @param nodes of all trees
     * @param roots where each tree begins
     * @param leaves the values of all leaves
     * @param width how many values a leaf has
     */
    FlatTrees(int[] nodes, int[] roots, double[] leaves, int width) {
        this.nodes = nodes;
        this.roots = roots;
        this.leaves = leaves;
        this.width = width;
        this.depth = depth(nodes);
    }

    /** Of the deepest tree: children lie behind their parents. */
    private static int depth(int[] nodes) {
        int[] depths = new int[nodes.length / NODE_INTS];
        int deepest = 0;
        for (int node = 0; node < depths.length; node++) {
            int at = node * NODE_INTS;
            deepest = Math.max(deepest, depths[node]);
            if (nodes[at + LEAF] == NO_LEAF) {
                int left = nodes[at + LEFT] / NODE_INTS;
                depths[left] = depths[node] + 1;
                depths[left + 1] = depths[node] + 1;
            }
        }
        return deepest;
    }

    int width() {
        return width;
    }

    int trees() {
        return roots.length;
    }

    /** For each row the sum of the leaves that it reaches, one in each tree. */
    double[] sum(Matrix input) {
        float[] features = Rounding.toFloats(input.values());
        double[] sums = new double[input.rows() * width];
        if (anyMissing(features)) {
            sumWithMissing(features, input.columns(), input.rows(), sums);
        } else {
            sumComplete(features, input.columns(), input.rows(), sums);
        }
        return sums;
    }

    private static boolean anyMissing(float[] features) {
        boolean missing = false;
        for (float feature : features) {
            if (Float.isInfinite(feature)) { // scikit-learn refuses it too; a leaf would not hold
                throw ServingException.unprocessable(
                        "Input X contains a value too large for dtype('float32').");
            }
            missing |= Float.isNaN(feature);
        }
        return missing;
    }

    private void sumComplete(float[] features, int columns, int rows, double[] sums) {
        int grouped = roots.length - roots.length % LANES;
        for (int tree = 0; tree < grouped; tree += LANES) { // which stay in the cache for all rows
            for (int row = 0; row + 1 < rows; row += 2) {
                eightWalks(tree, row, tree, row + 1, features, columns, sums);
            }
        }
        for (int tree = grouped; tree < roots.length; tree++) {
            manyRows(roots[tree], features, columns, rows - rows % 2, sums);
        }
        if (rows % 2 == 1) {
            oneRow(features, rows - 1, columns, sums);
        }
    }

    /** Four trees for one row, and four for another row or the same. */
    private void eightWalks(
            int first,
            int row,
            int second,
            int otherRow,
            float[] features,
            int columns,
            double[] sums) {
        int[] tree = nodes;
        int at = row * columns;
        int other = otherRow * columns;
        int node0 = roots[first];
        int node1 = roots[first + 1];
        int node2 = roots[first + 2];
        int node3 = roots[first + 3];
        int node4 = roots[second];
        int node5 = roots[second + 1];
        int node6 = roots[second + 2];
        int node7 = roots[second + 3];
        for (int left = depth; left > 0; left -= STEPS) {
            for (int step = Math.min(left, STEPS); step > 0; step--) {
                node0 = step(tree, node0, features, at);
                node1 = step(tree, node1, features, at);
                node2 = step(tree, node2, features, at);
                node3 = step(tree, node3, features, at);
                node4 = step(tree, node4, features, other);
                node5 = step(tree, node5, features, other);
                node6 = step(tree, node6, features, other);
                node7 = step(tree, node7, features, other);
            }
            if (left > STEPS
                    && areLeaves(tree, node0, node1, node2, node3)
                    && areLeaves(tree, node4, node5, node6, node7)) {
                break; // a few deep branches cost nothing to the rows that end above them
            }
        }
        addFour(node0, node1, node2, node3, sums, row * width);
        addFour(node4, node5, node6, node7, sums, otherRow * width);
    }

    private static boolean areLeaves(int[] tree, int node0, int node1, int node2, int node3) {
        return (tree[node0 + LEAF] | tree[node1 + LEAF] | tree[node2 + LEAF] | tree[node3 + LEAF])
                >= 0;
    }

    private void addFour(int node0, int node1, int node2, int node3, double[] sums, int at) {
        add(nodes[node0 + LEAF], sums, at);
        add(nodes[node1 + LEAF], sums, at);
        add(nodes[node2 + LEAF], sums, at);
        add(nodes[node3 + LEAF], sums, at);
    }

    /** For a tree that has no three beside it. */
    private void manyRows(int root, float[] features, int columns, int rows, double[] sums) {
        int together = rows - rows % LANES;
        for (int row = 0; row < together; row += LANES) {
            fourRows(root, features, row, columns, sums);
        }
        for (int row = together; row < rows; row++) {
            add(leaf(root, features, row * columns), sums, row * width);
        }
    }

    /** Alone. */
    private int leaf(int root, float[] features, int row) {
        int node = root;
        while (nodes[node + LEAF] < 0) {
            node = step(nodes, node, features, row);
        }
        return nodes[node + LEAF];
    }

    /** Four rows through one tree. */
    private void fourRows(int root, float[] features, int row, int columns, double[] sums) {
        int[] tree = nodes;
        int at0 = row * columns;
        int at1 = at0 + columns;
        int at2 = at1 + columns;
        int at3 = at2 + columns;
        int node0 = root;
        int node1 = root;
        int node2 = root;
        int node3 = root;
        while (!areLeaves(tree, node0, node1, node2, node3)) {
            node0 = step(tree, node0, features, at0);
            node1 = step(tree, node1, features, at1);
            node2 = step(tree, node2, features, at2);
            node3 = step(tree, node3, features, at3);
        }
        add(tree[node0 + LEAF], sums, row * width);
        add(tree[node1 + LEAF], sums, (row + 1) * width);
        add(tree[node2 + LEAF], sums, (row + 2) * width);
        add(tree[node3 + LEAF], sums, (row + 3) * width);
    }

    /** One row through all trees. */
    private void oneRow(float[] features, int row, int columns, double[] sums) {
        int next = 0;
        for (; next + 2 * LANES <= roots.length; next += 2 * LANES) {
            eightWalks(next, row, next + LANES, row, features, columns, sums);
        }
        if (next + LANES <= roots.length) {
            fourTrees(next, features, row, columns, sums);
            next += LANES;
        }
        for (; next < roots.length; next++) {
            add(leaf(roots[next], features, row * columns), sums, row * width);
        }
    }

    /** One row through four trees. */
    private void fourTrees(int first, float[] features, int row, int columns, double[] sums) {
        int at = row * columns;
        int node0 = roots[first];
        int node1 = roots[first + 1];
        int node2 = roots[first + 2];
        int node3 = roots[first + 3];
        while (!areLeaves(nodes, node0, node1, node2, node3)) {
            node0 = step(nodes, node0, features, at);
            node1 = step(nodes, node1, features, at);
            node2 = step(nodes, node2, features, at);
            node3 = step(nodes, node3, features, at);
        }
        addFour(node0, node1, node2, node3, sums, row * width);
    }

    /** Where the walk goes from here: the sign of the difference leads to the right child. */
    private static int step(int[] tree, int node, float[] features, int row) {
        float value = features[row + (tree[node] >>> 1)];
        float threshold = Float.intBitsToFloat(tree[node + THRESHOLD]);
        int right = Float.floatToRawIntBits(threshold - value) >>> 31;
        return tree[node + LEFT] + right * NODE_INTS;
    }

    private void sumWithMissing(float[] features, int columns, int rows, double[] sums) {
        for (int root : roots) {
            for (int row = 0; row < rows; row++) {
                add(leafWithMissing(root, features, row * columns), sums, row * width);
            }
        }
    }

    private int leafWithMissing(int root, float[] features, int row) {
        int[] tree = nodes;
        int node = root;
        while (tree[node + LEAF] < 0) {
            if (Float.isNaN(features[row + (tree[node] >>> 1)])) {
                boolean left = (tree[node] & 1) != 0;
                node = tree[node + LEFT] + (left ? 0 : NODE_INTS);
            } else {
                node = step(tree, node, features, row);
            }
        }
        return tree[node + LEAF];
    }

    private void add(int leaf, double[] sums, int at) {
        for (int i = 0; i < width; i++) {
            sums[at + i] += leaves[leaf + i];
        }
    }
}
