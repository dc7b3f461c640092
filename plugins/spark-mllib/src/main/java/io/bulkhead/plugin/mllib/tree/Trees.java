package io.bulkhead.plugin.mllib.tree;

import io.bulkhead.plugin.mllib.row.VectorBuffer;

/**
 * Trees in flat arrays. A node's number is its place; a leaf's feature is {@link #LEAF}. Immutable.
 */
final class Trees {
    static final int LEAF = -1;

    private final int[] roots;
    private final int[] features;
    private final double[] thresholds;
    private final int[] left;
    private final int[] right;
    private final CategorySplit[] categories;
    private final double[] predictions;
    private final double[][] statistics;
    private final int[] leafNumbers;

    /**
     * @param categories the split of a node by categories; {@link CategorySplit#NONE} elsewhere
     * @param leafNumbers a leaf's place among those of its tree
     */
    Trees(
            int[] roots,
            int[] features,
            double[] thresholds,
            int[] left,
            int[] right,
            CategorySplit[] categories,
            double[] predictions,
            double[][] statistics,
            int[] leafNumbers) {
        this.roots = roots;
        this.features = features;
        this.thresholds = thresholds;
        this.left = left;
        this.right = right;
        this.categories = categories;
        this.predictions = predictions;
        this.statistics = statistics;
        this.leafNumbers = leafNumbers;
    }

    int count() {
        return roots.length;
    }

    /** The leaf that a row comes to in one tree. */
    int leaf(int tree, VectorBuffer row) {
        return row.isDense() ? leafOfDense(roots[tree], row.values()) : leafOf(roots[tree], row);
    }

    private int leafOfDense(int root, double[] row) {
        int node = root;
        for (int feature = features[node]; feature != LEAF; feature = features[node]) {
            node = next(node, row[feature]);
        }
        return node;
    }

    private int leafOf(int root, VectorBuffer row) {
        int node = root;
        for (int feature = features[node]; feature != LEAF; feature = features[node]) {
            node = next(node, row.at(feature));
        }
        return node;
    }

    private int next(int node, double value) {
        CategorySplit split = categories[node];
        boolean goesLeft = split.none() ? value <= thresholds[node] : split.goesLeft(value);
        return goesLeft ? left[node] : right[node];
    }

    /** What a leaf says. */
    double prediction(int leaf) {
        return predictions[leaf];
    }

    /** How many training rows of each class came to a leaf, or their moments. */
    double[] statistics(int leaf) {
        return statistics[leaf];
    }

    /** A leaf's place among those of its tree, from left to right. */
    int leafNumber(int leaf) {
        return leafNumbers[leaf];
    }
}
