package io.bulkhead.plugin.sklearn.tree;

import io.bulkhead.plugin.sklearn.value.Matrix;

/**
 * Trees in one array of ints. A node takes three: its feature (shifted left by one, the lowest bit
 * says that missing values go left), its threshold as the bits of a float, and where its left child
 * lies, with the right child right behind it. So a step is one comparison that is added to an
 * index, not a branch that the processor would guess wrong half of the time, and touches one cache
 * line. A leaf has a negative feature and, in place of the child, where its values lie.
 *
 * <p>scikit-learn compares features of single precision with thresholds of double precision. Here
 * thresholds are rounded down to single precision, which decides the same way for every float.
 */
final class FlatTrees {
    static final int NODE_INTS = 3;
    static final int LEAF = -1;

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
        int columns = input.columns();
        double[] values = input.values();
        float[] features = new float[values.length];
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) values[i];
        }
        double[] sums = new double[input.rows() * width];
        for (int root : roots) { // tree by tree, so that each stays in the cache for all rows
            for (int row = 0; row < input.rows(); row++) {
                add(leaf(root, features, row * columns), sums, row * width);
            }
        }
        return sums;
    }

    private void add(int leaf, double[] sums, int at) {
        for (int i = 0; i < width; i++) {
            sums[at + i] += leaves[leaf + i];
        }
    }

    private int leaf(int root, float[] features, int row) {
        int[] tree = nodes;
        int node = root;
        int feature = tree[node];
        while (feature >= 0) {
            float value = features[row + (feature >>> 1)];
            float threshold = Float.intBitsToFloat(tree[node + 1]);
            int right = value <= threshold ? 0 : NODE_INTS;
            if (Float.isNaN(value) && (feature & 1) != 0) {
                right = 0;
            }
            node = tree[node + 2] + right;
            feature = tree[node];
        }
        return tree[node + 2];
    }
}
