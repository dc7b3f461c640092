package io.bulkhead.plugin.sklearn.tree;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Rounding;

/**
 * Trees in one array of ints. A node takes four, a quarter of a cache line: its feature (shifted
 * left by one; the lowest bit says that missing values go left), its threshold as the bits of a
 * float, where its left child lies, with the right child right behind it, and where its values lie
 * if it is a leaf. So a step is arithmetic, not a branch that the processor would guess wrong half
 * of the time. A leaf leads to itself, which lets four walks go side by side until the last has
 * arrived: alone, each would wait for memory most of the time.
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

    private final int[] nodes;
    private final int[] roots;
    private final double[] leaves;
    private final int width;

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
        int together = rows - rows % LANES;
        for (int root : roots) { // tree by tree, so that each stays in the cache for all rows
            for (int row = 0; row < together; row += LANES) {
                fourRows(root, features, row, columns, sums);
            }
        }
        for (int row = together; row < rows; row++) {
            oneRow(features, row, columns, sums);
        }
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
        while ((tree[node0 + LEAF] | tree[node1 + LEAF] | tree[node2 + LEAF] | tree[node3 + LEAF])
                < 0) {
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

    /** One row through all trees, four at a time. */
    private void oneRow(float[] features, int row, int columns, double[] sums) {
        int[] tree = nodes;
        int at = row * columns;
        int next = 0;
        for (; next + LANES <= roots.length; next += LANES) {
            int node0 = roots[next];
            int node1 = roots[next + 1];
            int node2 = roots[next + 2];
            int node3 = roots[next + 3];
            while ((tree[node0 + LEAF]
                            | tree[node1 + LEAF]
                            | tree[node2 + LEAF]
                            | tree[node3 + LEAF])
                    < 0) {
                node0 = step(tree, node0, features, at);
                node1 = step(tree, node1, features, at);
                node2 = step(tree, node2, features, at);
                node3 = step(tree, node3, features, at);
            }
            add(tree[node0 + LEAF], sums, row * width);
            add(tree[node1 + LEAF], sums, row * width);
            add(tree[node2 + LEAF], sums, row * width);
            add(tree[node3 + LEAF], sums, row * width);
        }
        for (; next < roots.length; next++) {
            int node = roots[next];
            while (tree[node + LEAF] < 0) {
                node = step(tree, node, features, at);
            }
            add(tree[node + LEAF], sums, row * width);
        }
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
