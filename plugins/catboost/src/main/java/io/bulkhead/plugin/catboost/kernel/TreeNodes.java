package io.bulkhead.plugin.catboost.kernel;

import io.bulkhead.plugin.catboost.format.ModelDocument;
import io.bulkhead.plugin.catboost.format.NodeTrees;
import io.bulkhead.plugin.catboost.format.SymmetricTrees;
import io.bulkhead.plugin.catboost.format.Trees;
import io.bulkhead.plugin.trees.MalformedModelException;
import io.bulkhead.plugin.trees.SplitTrees;

/**
 * Trees node by node, with the weight of the training rows that came to each. Of symmetric trees
 * the nodes are made here: the last question is the root's, as CatBoost has it where it shares out
 * values among features. Of other trees leaves have the values that {@link SharedLeaves} says.
 * Immutable.
 */
final class TreeNodes implements SplitTrees {
    private static final int NONE = -1;
    private static final String COMPETING_CLASSES = "MultiClass";

    private final SlotLayout layout;
    private final FeatureGroups groups;
    private final int dimension;
    private final int[] roots;
    private final int[] splits;
    private final int[] left;
    private final int[] right;
    private final int[] leaves;
    private final double[] weights;
    private double[] values;
    private double[] means = {};
    private int depth;
    private int size;

    private TreeNodes(ModelDocument document, SlotLayout layout, FeatureGroups groups, int count) {
        this.layout = layout;
        this.groups = groups;
        this.values = document.trees().leafValues();
        this.dimension = document.dimension();
        this.roots = new int[document.trees().count()];
        this.splits = new int[count];
        this.left = new int[count];
        this.right = new int[count];
        this.leaves = new int[count];
        this.weights = new double[count];
    }

    /** All trees of a model whose file says how many training rows came where. */
    static TreeNodes of(ModelDocument document, SlotLayout layout, FeatureGroups groups)
            throws MalformedModelException {
        Trees trees = document.trees();
        if (trees instanceof SymmetricTrees symmetric) {
            int count = Math.toIntExact(2L * symmetric.leafWeights().length - trees.count());
            TreeNodes nodes = new TreeNodes(document, layout, groups, count);
            nodes.addAll(symmetric);
            return nodes;
        }
        NodeTrees other = (NodeTrees) trees;
        int count = Math.addExact(other.splits().length, other.leafWeights().length);
        TreeNodes nodes = new TreeNodes(document, layout, groups, count);
        boolean compete = document.info().lossFunction().equals(COMPETING_CLASSES);
        nodes.addAll(other, compete);
        return nodes;
    }

    private void addAll(NodeTrees trees, boolean compete) throws MalformedModelException {
        SharedLeaves shared = new SharedLeaves(trees, dimension, compete);
        means = new double[dimension];
        for (int tree = 0; tree < roots.length; tree++) {
            shared.startTree(trees.roots()[tree]);
            roots[tree] = add(trees, trees.roots()[tree], 0, new double[dimension], shared);
            shared.addMean(means);
        }
        values = shared.values();
    }

    /**
     * @param pushed what nodes above, which are leaves on the other side, add to every leaf below
     */
    private int add(NodeTrees trees, int source, int level, double[] pushed, SharedLeaves shared)
            throws MalformedModelException {
        int node = size++;
        depth = Math.max(depth, level);
        if (source < 0) {
            splits[node] = NONE;
            leaves[node] = shared.leaf(~source, pushed);
            weights[node] = trees.leafWeights()[~source / dimension];
            return node;
        }
        int own = trees.ownLeaves()[source];
        double[] below = own == NodeTrees.NO_LEAF ? pushed : shared.pushed(own, pushed);
        splits[node] = trees.splits()[source];
        left[node] = addSide(trees, trees.left()[source], own, level, pushed, below, shared);
        right[node] = addSide(trees, trees.right()[source], own, level, pushed, below, shared);
        weights[node] = weights[left[node]] + weights[right[node]];
        return node;
    }

    private int addSide(
            NodeTrees trees,
            int source,
            int own,
            int level,
            double[] pushed,
            double[] below,
            SharedLeaves shared)
            throws MalformedModelException {
        boolean isOwn = own != NodeTrees.NO_LEAF && source == ~own;
        int node = add(trees, source, level + 1, isOwn ? pushed : below, shared);
        if (isOwn && level == 0) {
            weights[node] = 0; // CatBoost does not count it
        } else if (!isOwn && weights[node] == 0) {
            splits[node] = NONE; // where no training row came, CatBoost does not go
            leaves[node] = shared.nothing(below);
        }
        return node;
    }

    private void addAll(SymmetricTrees trees) {
        int split = 0;
        int leaf = 0;
        for (int tree = 0; tree < roots.length; tree++) {
            int levels = trees.depths()[tree];
            roots[tree] = addLevel(trees, split, levels, 0, leaf);
            split += levels;
            leaf += 1 << levels;
            depth = Math.max(depth, levels);
        }
    }

    /**
     * @param prefix the answers so far, the first one's bit the uppermost
     */
    private int addLevel(SymmetricTrees trees, int split, int level, int prefix, int firstLeaf) {
        int node = size++;
        if (level == 0) {
            putLeaf(node, firstLeaf + prefix, trees.leafWeights());
            return node;
        }
        splits[node] = trees.splits()[split + level - 1];
        left[node] = addLevel(trees, split, level - 1, 2 * prefix, firstLeaf);
        right[node] = addLevel(trees, split, level - 1, 2 * prefix + 1, firstLeaf);
        weights[node] = weights[left[node]] + weights[right[node]];
        return node;
    }

    private void putLeaf(int node, int leaf, double[] leafWeights) {
        splits[node] = NONE;
        leaves[node] = leaf * dimension;
        weights[node] = leafWeights[leaf];
    }

    /** What rows get that nothing is known of; empty if it is the mean of the leaves. */
    double[] means() {
        return means;
    }

    /**
     * Where a row goes.
     *
     * @param filler fills the slots of a row
     */
    Route route(SlotFiller filler, float[] floats, int[] hashes) {
        int[] slots = new int[layout.slotCount()];
        return new Route() {
            @Override
            public void toRow(int row) {
                filler.fill(floats, hashes, row, 1, slots, 1);
            }

            @Override
            public int next(int split) {
                int question = splits[split];
                boolean yes = slots[layout.slot(question)] > layout.border(question);
                return yes ? right[split] : left[split];
            }
        };
    }

    @Override
    public int treeCount() {
        return roots.length;
    }

    @Override
    public int depth() {
        return depth;
    }

    @Override
    public int outputCount() {
        return dimension;
    }

    @Override
    public int firstOutput(int tree) {
        return 0;
    }

    @Override
    public int outputsOf(int tree) {
        return dimension;
    }

    @Override
    public int root(int tree) {
        return roots[tree];
    }

    @Override
    public boolean isLeaf(int node) {
        return splits[node] == NONE;
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
    public int feature(int split) {
        return groups.ofSplit(splits[split]);
    }

    @Override
    public double value(int leaf, int output) {
        return values[leaves[leaf] + output];
    }

    @Override
    public double fraction(int split, int child) {
        double all = weights[split];
        double part = weights[child];
        return all > 0 && part > 0 ? part / all : 0;
    }
}
