package io.bulkhead.plugin.lightgbm.kernel;

import io.bulkhead.plugin.lightgbm.format.LinearLeaf;
import io.bulkhead.plugin.lightgbm.format.MalformedModelException;
import io.bulkhead.plugin.lightgbm.format.MissingType;
import io.bulkhead.plugin.lightgbm.format.TreeNodes;
import io.bulkhead.plugin.lightgbm.kernel.RowValues.Column;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lays trees out for {@link TreeKernel}. Good for one model. */
final class TreeFlattener {
    /** What a leaf compares with the constant 0: the left child, which is itself. */
    private static final long LEAF_THRESHOLD = Double.doubleToRawLongBits(0);

    /** A node still to be placed: a split, or the complement of a leaf. */
    private record Pending(int source, int target, int depth) {}

    private final List<TreeNodes> trees;
    private final int featureCount;
    private final Map<Column, Integer> columns = new LinkedHashMap<>();
    private final long[] nodes;
    private final double[] leafValues;
    private final LinearLeaf[] linearLeaves;
    private final int[] leafNumbers;
    private final int[] counts;
    private final int[] roots;
    private final int[] depths;
    private final boolean[] categorical;
    private int[] categories = new int[16];
    private int categoryWords;
    private int size;

    TreeFlattener(List<TreeNodes> trees, int featureCount) throws MalformedModelException {
        this.trees = trees;
        this.featureCount = featureCount;
        long nodeCount = 0;
        for (TreeNodes tree : trees) {
            nodeCount += tree.splitCount() + tree.leafCount();
        }
        if (nodeCount > Integer.MAX_VALUE / FlatTrees.NODE_LONGS - 8) {
            throw new MalformedModelException(nodeCount + " nodes are too many");
        }
        this.nodes = new long[(int) nodeCount * FlatTrees.NODE_LONGS];
        this.leafValues = new double[(int) nodeCount];
        boolean linear = trees.stream().anyMatch(tree -> tree.linearLeaf(0).isPresent());
        this.linearLeaves = new LinearLeaf[linear ? (int) nodeCount : 0];
        this.leafNumbers = new int[(int) nodeCount];
        this.counts = new int[(int) nodeCount];
        this.roots = new int[trees.size()];
        this.depths = new int[trees.size()];
        this.categorical = new boolean[trees.size()];
    }

    TreeKernel flatten(int outputCount) throws MalformedModelException {
        for (int tree = 0; tree < trees.size(); tree++) {
            append(tree);
        }
        FlatTrees flat =
                new FlatTrees(
                        nodes,
                        leafValues,
                        linearLeaves,
                        Arrays.copyOf(categories, categoryWords),
                        leafNumbers,
                        counts,
                        trees.stream().allMatch(TreeNodes::hasCounts),
                        roots,
                        depths,
                        categorical);
        RowValues rowValues = new RowValues(new ArrayList<>(columns.keySet()), featureCount);
        return new TreeKernel(rowValues, flat, outputCount);
    }

    /** Without recursion: a broken file may hold a chain as deep as it is long. */
    private void append(int number) throws MalformedModelException {
        TreeNodes tree = trees.get(number);
        boolean[] seen = new boolean[tree.splitCount() + tree.leafCount()];
        Deque<Pending> pending = new ArrayDeque<>();
        roots[number] = place(1);
        pending.push(new Pending(tree.root(), roots[number], 0));
        while (!pending.isEmpty()) {
            Pending node = pending.pop();
            depths[number] = Math.max(depths[number], node.depth());
            markSeen(number, node.source(), seen);
            if (node.source() < 0) {
                putLeaf(tree, ~node.source(), node.target());
                continue;
            }
            int children = place(2);
            putSplit(number, node.source(), node.target(), children);
            int below = node.depth() + 1;
            int right = children + FlatTrees.NODE_LONGS;
            pending.push(new Pending(tree.right(node.source()), right, below));
            pending.push(new Pending(tree.left(node.source()), children, below));
        }
    }

    private int place(int count) {
        int first = size;
        size += count * FlatTrees.NODE_LONGS;
        return first;
    }

    /** Also keeps a cycle from running on: no node is placed twice. */
    private void markSeen(int number, int source, boolean[] seen) throws MalformedModelException {
        TreeNodes tree = trees.get(number);
        boolean leaf = source < 0;
        int index = leaf ? tree.splitCount() + ~source : source;
        boolean exists = leaf ? ~source < tree.leafCount() : source < tree.splitCount();
        if (!exists || seen[index]) {
            throw new MalformedModelException(
                    "tree "
                            + number
                            + " is no tree: "
                            + (leaf ? "leaf " + ~source : "split " + source)
                            + " is missing or reached twice");
        }
        seen[index] = true;
    }

    private void putLeaf(TreeNodes tree, int leaf, int target) throws MalformedModelException {
        put(target, LEAF_THRESHOLD, RowValues.CONSTANT, target);
        int node = target / FlatTrees.NODE_LONGS;
        leafValues[node] = tree.leafValue(leaf);
        leafNumbers[node] = leaf;
        counts[node] = tree.leafRows(leaf);
        Optional<LinearLeaf> linear = tree.linearLeaf(leaf);
        if (linear.isPresent()) {
            linear.get().requireFeaturesBelow(featureCount);
            linearLeaves[node] = linear.get();
        }
    }

    private void putSplit(int number, int source, int target, int children)
            throws MalformedModelException {
        TreeNodes tree = trees.get(number);
        int column = columnOf(tree, source);
        counts[target / FlatTrees.NODE_LONGS] = tree.splitRows(source);
        if (tree.isCategorical(source)) {
            categorical[number] = true;
            put(target, categoryWords, ~column, children);
            appendSet(tree.categories(source));
        } else {
            put(target, thresholdBits(tree.threshold(source)), column, children);
        }
    }

    private void put(int target, long threshold, int column, int children) {
        nodes[target] = threshold;
        nodes[target + 1] = (long) column << 32 | children;
    }

    /** Finite, and never -0: the walker takes differences of it. */
    private static long thresholdBits(double threshold) throws MalformedModelException {
        if (Double.isNaN(threshold)) {
            throw new MalformedModelException("a threshold is no number");
        }
        double finite = Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, threshold));
        return Double.doubleToRawLongBits(finite + 0.0);
    }

    private int columnOf(TreeNodes tree, int split) throws MalformedModelException {
        int feature = tree.feature(split);
        if (feature < 0 || feature >= featureCount) {
            throw new MalformedModelException(
                    "a split on feature " + feature + " of a model with " + featureCount);
        }
        Column column = describe(tree, split, feature);
        int next = RowValues.CONSTANT + 1 + columns.size();
        return columns.computeIfAbsent(column, added -> next);
    }

    private static Column describe(TreeNodes tree, int split, int feature)
            throws MalformedModelException {
        if (tree.isCategorical(split)) {
            return new Column(feature, true, RowValues.NO_CATEGORY, 0);
        }
        double missing =
                tree.defaultLeft(split) ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        MissingType type = tree.missingType(split);
        return switch (type) {
            case NONE -> new Column(feature, false, 0, 0);
            case NAN -> new Column(feature, false, missing, 0);
            case ZERO -> new Column(feature, false, missing, missing);
        };
    }

    private void appendSet(int[] words) {
        int needed = categoryWords + 1 + words.length;
        if (needed > categories.length) {
            categories = Arrays.copyOf(categories, Math.max(needed, 2 * categories.length));
        }
        categories[categoryWords] = words.length;
        System.arraycopy(words, 0, categories, categoryWords + 1, words.length);
        categoryWords = needed;
    }
}
