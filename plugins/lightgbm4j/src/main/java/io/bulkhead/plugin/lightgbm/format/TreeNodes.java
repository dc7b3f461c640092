package io.bulkhead.plugin.lightgbm.format;

import io.bulkhead.plugin.trees.MalformedModelException;
import java.util.Arrays;
import java.util.Optional;

/**
 * One tree as its file has it. Splits and leaves are numbered apart, each from 0; a child is the
 * number of a split, or the complement of the number of a leaf.
 */
public final class TreeNodes {
    private static final int CATEGORICAL = 1;
    private static final int DEFAULT_LEFT = 2;

    private final int[] features;
    private final double[] thresholds;
    private final int[] decisions;
    private final int[] left;
    private final int[] right;
    private final double[] leafValues;
    private final int[] categoryBoundaries;
    private final int[] categoryWords;
    private final LinearLeaves linear;
    private final int[] splitCounts;
    private final int[] leafCounts;

    TreeNodes(Fields fields) throws MalformedModelException {
        int leafCount = fields.count("num_leaves");
        if (leafCount < 1) {
            throw new MalformedModelException("a tree of " + leafCount + " leaves");
        }
        this.leafValues = fields.doubles("leaf_value", leafCount);
        this.features = fields.ints("split_feature", leafCount - 1);
        this.thresholds = fields.doubles("threshold", leafCount - 1);
        this.decisions = fields.ints("decision_type", leafCount - 1);
        this.left = fields.ints("left_child", leafCount - 1);
        this.right = fields.ints("right_child", leafCount - 1);
        int sets = fields.optionalCount("num_cat");
        this.categoryBoundaries = sets == 0 ? new int[1] : fields.ints("cat_boundaries", sets + 1);
        int words = categoryBoundaries[categoryBoundaries.length - 1];
        this.categoryWords = sets == 0 ? new int[0] : fields.ints("cat_threshold", words);
        this.linear =
                fields.optionalCount("is_linear") == 0
                        ? LinearLeaves.NONE
                        : LinearLeaves.of(fields, leafCount);
        // A leaf alone is not compared with others; older versions do not count its rows.
        boolean counted = leafCount > 1 && fields.has("internal_count") && fields.has("leaf_count");
        this.splitCounts = counted ? fields.ints("internal_count", leafCount - 1) : new int[0];
        this.leafCounts = counted ? fields.ints("leaf_count", leafCount) : new int[0];
    }

    public int splitCount() {
        return features.length;
    }

    public int leafCount() {
        return leafValues.length;
    }

    /** The root, as a child is written. */
    public int root() {
        return features.length == 0 ? ~0 : 0;
    }

    public int left(int split) {
        return left[split];
    }

    public int right(int split) {
        return right[split];
    }

    public int feature(int split) {
        return features[split];
    }

    /** Rows whose value is at most this go left. */
    public double threshold(int split) {
        return thresholds[split];
    }

    public boolean isCategorical(int split) {
        return (decisions[split] & CATEGORICAL) != 0;
    }

    /** Where rows go whose value is missing. */
    public boolean defaultLeft(int split) {
        return (decisions[split] & DEFAULT_LEFT) != 0;
    }

    public MissingType missingType(int split) throws MalformedModelException {
        return switch (decisions[split] >> 2 & 3) {
            case 0 -> MissingType.NONE;
            case 1 -> MissingType.ZERO;
            case 2 -> MissingType.NAN;
            default ->
                    throw new MalformedModelException(
                            "no legal decision_type: " + decisions[split]);
        };
    }

    /** The categories that go left: a bit for each, 32 in a word. */
    public int[] categories(int split) throws MalformedModelException {
        int set = (int) thresholds[split];
        if (set < 0 || set + 1 >= categoryBoundaries.length) {
            throw new MalformedModelException("a split on the missing category set " + set);
        }
        int from = categoryBoundaries[set];
        int to = categoryBoundaries[set + 1];
        if (from < 0 || to < from || to > categoryWords.length) {
            throw new MalformedModelException("no legal cat_boundaries: " + from + " to " + to);
        }
        return Arrays.copyOfRange(categoryWords, from, to);
    }

    public double leafValue(int leaf) {
        return leafValues[leaf];
    }

    /** Whether the file says how many of the training rows came to each node. */
    public boolean hasCounts() {
        return splitCounts.length == splitCount();
    }

    /** The number of training rows; 0 if not known. */
    public int splitRows(int split) {
        return hasCounts() ? splitCounts[split] : 0;
    }

    /** The number of training rows; 0 if not known. */
    public int leafRows(int leaf) {
        return leafCounts.length == 0 ? 0 : leafCounts[leaf];
    }

    /** The linear model in a leaf of a linear tree. */
    public Optional<LinearLeaf> linearLeaf(int leaf) {
        return linear.leaf(leaf, leafValues[leaf]);
    }
}
