package io.bulkhead.plugin.sklearn.boosting;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Puts the trees of one score, one behind the other, into {@link HistTrees}. */
final class HistTreesReader {
    private final int features;
    private final List<int[]> nodes = new ArrayList<>();
    private final List<double[]> values = new ArrayList<>();
    private final List<int[]> sets = new ArrayList<>();
    private int nodeCount;
    private int setCount;

    HistTreesReader(int features) {
        this.features = features;
    }

    HistTrees trees(int[] knownSets) {
        int[] roots = new int[nodes.size()];
        for (int i = 1; i < roots.length; i++) {
            roots[i] = roots[i - 1] + values.get(i - 1).length;
        }
        int[] allNodes = nodes.stream().flatMapToInt(Arrays::stream).toArray();
        int[] allSets = sets.stream().flatMapToInt(Arrays::stream).toArray();
        double[] allValues = values.stream().flatMapToDouble(Arrays::stream).toArray();
        return new HistTrees(allNodes, allValues, roots, allSets, knownSets);
    }

    void add(Attributes predictor) throws PickleException {
        NdArray source = predictor.array("nodes");
        int[] own = categorySets(predictor);
        add(new Source(source), own.length / HistTrees.SET_INTS);
        sets.add(own);
        setCount += own.length / HistTrees.SET_INTS;
    }

    private static int[] categorySets(Attributes predictor) throws PickleException {
        if (predictor.find("raw_left_cat_bitsets").isEmpty()) {
            return new int[0];
        }
        long[] words = predictor.array("raw_left_cat_bitsets").toLongs();
        int[] sets = new int[words.length];
        for (int i = 0; i < sets.length; i++) {
            sets[i] = (int) words[i];
        }
        if (sets.length % HistTrees.SET_INTS != 0) {
            throw new PickleException("tree has sets of categories that are not of 256 bits");
        }
        return sets;
    }

    /** The columns of the array of nodes. */
    private static final class Source {
        private final int[] feature;
        private final int[] left;
        private final int[] right;
        private final int[] leaf;
        private final int[] missingLeft;
        private final int[] categorical;
        private final int[] set;
        private final double[] threshold;
        private final double[] value;

        Source(NdArray nodes) throws PickleException {
            this.feature = nodes.fieldInts("feature_idx");
            this.left = nodes.fieldInts("left");
            this.right = nodes.fieldInts("right");
            this.leaf = nodes.fieldInts("is_leaf");
            this.missingLeft = nodes.fieldInts("missing_go_to_left");
            boolean knowsCategories = nodes.dtype().field("is_categorical").isPresent();
            this.categorical =
                    knowsCategories ? nodes.fieldInts("is_categorical") : new int[nodes.length()];
            this.set = knowsCategories ? nodes.fieldInts("bitset_idx") : new int[nodes.length()];
            String name = knowsCategories ? "num_threshold" : "threshold";
            this.threshold = nodes.fieldDoubles(name);
            this.value = nodes.fieldDoubles("value");
        }
    }

    private void add(Source source, int ownSets) throws PickleException {
        int count = source.feature.length;
        int[] placed = new int[count * HistTrees.NODE_INTS];
        double[] numbers = new double[count];
        for (int node = 0; node < count; node++) {
            boolean leaf = source.leaf[node] != 0;
            numbers[node] = leaf ? source.value[node] : source.threshold[node];
            placed[node * HistTrees.NODE_INTS] = leaf ? HistTrees.LEAF : source.feature[node];
            if (leaf) {
                placed[node * HistTrees.NODE_INTS + 1] = nodeCount + node;
                placed[node * HistTrees.NODE_INTS + 2] = nodeCount + node;
            } else {
                requireInner(source, node, count, ownSets);
                place(source, node, placed);
            }
        }
        if (count == 0) {
            throw new PickleException("tree has no nodes");
        }
        nodes.add(placed);
        values.add(numbers);
        nodeCount += count;
    }

    private void place(Source source, int node, int[] placed) {
        int at = node * HistTrees.NODE_INTS;
        int set = source.categorical[node] == 0 ? 0 : setCount + source.set[node] + 1;
        placed[at + 1] = nodeCount + source.left[node];
        placed[at + 2] = nodeCount + source.right[node];
        placed[at + 3] = set << 1 | (source.missingLeft[node] == 0 ? 0 : 1);
    }

    /** Children lie behind their parent, so that no walk is endless. */
    private void requireInner(Source source, int node, int count, int ownSets)
            throws PickleException {
        int feature = source.feature[node];
        if (feature < 0 || feature >= features) {
            throw new PickleException("tree asks for feature " + feature + " of " + features);
        }
        int nearest = Math.min(source.left[node], source.right[node]);
        if (nearest <= node || Math.max(source.left[node], source.right[node]) >= count) {
            throw new PickleException("tree is none: node " + node + " leads back");
        }
        int set = source.set[node];
        if (source.categorical[node] != 0 && (set < 0 || set >= ownSets)) {
            throw new PickleException("tree has no set of categories " + set);
        }
    }
}
