package io.bulkhead.plugin.xgboost.format;

import io.bulkhead.plugin.trees.MalformedModelException;

/** One tree as its file has it, node by node; node 0 is the root. */
public final class TreeNodes {
    private static final int LEAF = -1;

    private final int[] left;
    private final int[] right;
    private final int[] features;
    private final float[] thresholds;
    private final boolean[] defaultLeft;
    private final CategorySets categories;
    private final LeafValues leaves;
    private final NodeStatistics statistics;

    TreeNodes(
            int[] left,
            int[] right,
            int[] features,
            float[] thresholds,
            boolean[] defaultLeft,
            CategorySets categories,
            LeafValues leaves,
            NodeStatistics statistics)
            throws MalformedModelException {
        this.left = left;
        this.right = sized("right_children", right, left.length);
        this.features = sized("split_indices", features, left.length);
        this.thresholds = thresholds;
        this.defaultLeft = defaultLeft;
        this.categories = categories;
        this.leaves = leaves;
        this.statistics = statistics;
        if (left.length == 0) {
            throw new MalformedModelException("a tree without nodes");
        }
        if (thresholds.length != left.length || defaultLeft.length != left.length) {
            throw new MalformedModelException(
                    left.length
                            + " nodes, but "
                            + thresholds.length
                            + " split_conditions and "
                            + defaultLeft.length
                            + " default_left");
        }
    }

    private static int[] sized(String field, int[] values, int size)
            throws MalformedModelException {
        if (values.length != size) {
            throw new MalformedModelException(
                    size + " left_children, but " + values.length + " " + field);
        }
        return values;
    }

    public int size() {
        return left.length;
    }

    public boolean isLeaf(int node) {
        return left[node] == LEAF;
    }

    public int left(int node) {
        return left[node];
    }

    public int right(int node) {
        return right[node];
    }

    public int feature(int node) {
        return features[node];
    }

    /** Rows whose value is below it go left. */
    public float threshold(int node) {
        return thresholds[node];
    }

    /** Where rows go whose value is missing. */
    public boolean defaultLeft(int node) {
        return defaultLeft[node];
    }

    /** Whether the split asks for a category instead of a threshold. */
    public boolean isCategorical(int node) {
        return categories.has(node);
    }

    /** The categories that go right, ascending in no order. */
    public int[] categories(int node) {
        return categories.of(node);
    }

    /** The length of a leaf's vector; 1 for an ordinary tree. */
    public int leafSize() {
        return leaves.size();
    }

    /** Whether the file says what part of the training rows came to each node. */
    public boolean hasCovers() {
        return statistics.hasCovers(left.length);
    }

    /** The weight (sum of hessians) of the training rows that came here; 0 if not known. */
    public float cover(int node) {
        return hasCovers() ? statistics.cover(node) : 0;
    }

    /** How much smaller this split made the loss; 0 if not known. */
    public float gain(int node) {
        return statistics.gain(node);
    }

    /** One value of a leaf. */
    public float leafValue(int node, int output) throws MalformedModelException {
        return leaves.of(node, output);
    }
}
