package io.bulkhead.plugin.sklearn.boosting;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.trees.MalformedModelException;
import io.bulkhead.plugin.trees.SourceTree;
import io.bulkhead.plugin.trees.Split;

/** One tree as its array of nodes says, to be laid out once. */
final class HistTree implements SourceTree {
    /** A set of categories has 256 bits. */
    static final int SET_INTS = 8;

    private final HistColumns columns;
    private final int features;
    private final int[] feature;
    private final int[] left;
    private final int[] right;
    private final int[] leaf;
    private final int[] missingLeft;
    private final int[] categorical;
    private final int[] set;
    private final double[] threshold;
    private final double[] value;
    private final int[] leftSets;

    private HistTree(NdArray nodes, int[] leftSets, int features, HistColumns columns)
            throws PickleException {
        boolean knowsCategories = nodes.dtype().field("is_categorical").isPresent();
        int count = nodes.length();
        this.columns = columns;
        this.features = features;
        this.feature = nodes.fieldInts("feature_idx");
        this.left = nodes.fieldInts("left");
        this.right = nodes.fieldInts("right");
        this.leaf = nodes.fieldInts("is_leaf");
        this.missingLeft = nodes.fieldInts("missing_go_to_left");
        this.categorical = knowsCategories ? nodes.fieldInts("is_categorical") : new int[count];
        this.set = knowsCategories ? nodes.fieldInts("bitset_idx") : new int[count];
        this.threshold = nodes.fieldDoubles(knowsCategories ? "num_threshold" : "threshold");
        this.value = nodes.fieldDoubles("value");
        this.leftSets = leftSets;
    }

    /**
     * Reads a tree.
     *
     * @param features how many features it may ask for
     */
    static HistTree read(Attributes predictor, int features, HistColumns columns)
            throws PickleException {
        return new HistTree(predictor.array("nodes"), leftSets(predictor), features, columns);
    }

    private static int[] leftSets(Attributes predictor) throws PickleException {
        if (predictor.find("raw_left_cat_bitsets").isEmpty()) {
            return new int[0];
        }
        long[] words = predictor.array("raw_left_cat_bitsets").toLongs();
        int[] sets = new int[words.length];
        for (int i = 0; i < sets.length; i++) {
            sets[i] = (int) words[i];
        }
        if (sets.length % SET_INTS != 0) {
            throw new PickleException("tree has sets of categories that are not of 256 bits");
        }
        return sets;
    }

    /** What a leaf answers. */
    double value(int node) {
        return value[node];
    }

    @Override
    public int nodeCount() {
        return value.length;
    }

    @Override
    public int root() {
        return 0;
    }

    @Override
    public boolean isLeaf(int node) {
        return leaf[node] != 0;
    }

    @Override
    public int left(int split) {
        return left[split];
    }

    @Override
    public int right(int split) {
        return right[split];
    }

    @Override
    public Split split(int node) throws MalformedModelException {
        if (feature[node] < 0 || feature[node] >= features) {
            throw new MalformedModelException(
                    "tree asks for feature " + feature[node] + " of " + features);
        }
        int column = columns.of(feature[node], kind(node), missingLeft[node] != 0);
        return switch (kind(node)) {
            case NUMBER -> Split.above(column, threshold[node]);
            case CATEGORY -> Split.within(column, rightSet(set[node]));
            case PRESENCE -> Split.above(column, 0);
        };
    }

    private HistColumns.Kind kind(int node) {
        if (categorical[node] != 0) {
            return HistColumns.Kind.CATEGORY;
        }
        return Double.isNaN(threshold[node]) ? HistColumns.Kind.PRESENCE : HistColumns.Kind.NUMBER;
    }

    /** Those of the set go left, which is where a split is not true. */
    private int[] rightSet(int number) throws MalformedModelException {
        if (number < 0 || number >= leftSets.length / SET_INTS) {
            throw new MalformedModelException("tree has no set of categories " + number);
        }
        int[] right = new int[SET_INTS];
        for (int word = 0; word < SET_INTS; word++) {
            right[word] = ~leftSets[number * SET_INTS + word];
        }
        return right;
    }

    @Override
    public int leafNumber(int leaf) {
        return leaf;
    }

    @Override
    public double weight(int node) {
        return 0; // asked for by explanations only
    }
}
