package io.bulkhead.plugin.trees;

/** The kernel's trees, node by node. */
final class KernelTrees implements SplitTrees {
    private final FlatTrees trees;
    private final LeafValues leaves;
    private final int[] features;

    KernelTrees(FlatTrees trees, LeafValues leaves, int[] features) {
        this.trees = trees;
        this.leaves = leaves;
        this.features = features;
    }

    private long links(int node) {
        return trees.nodes()[node * FlatTrees.NODE_LONGS + 1];
    }

    @Override
    public int treeCount() {
        return trees.count();
    }

    @Override
    public int depth() {
        return trees.depth();
    }

    @Override
    public int outputCount() {
        return leaves.outputCount();
    }

    @Override
    public int firstOutput(int tree) {
        return leaves.firstOutput(tree);
    }

    @Override
    public int outputsOf(int tree) {
        return leaves.outputsOf(tree);
    }

    @Override
    public int root(int tree) {
        return trees.roots()[tree] / FlatTrees.NODE_LONGS;
    }

    @Override
    public boolean isLeaf(int node) {
        return left(node) == node;
    }

    @Override
    public int left(int split) {
        return (int) links(split) / FlatTrees.NODE_LONGS;
    }

    @Override
    public int right(int split) {
        return left(split) + 1;
    }

    @Override
    public int feature(int split) {
        int column = (int) (links(split) >> 32);
        return features[column < 0 ? ~column : column];
    }

    @Override
    public double value(int leaf, int output) {
        return leaves.value(leaf, output);
    }

    @Override
    public double fraction(int split, int child) {
        double all = trees.weights()[split];
        double part = trees.weights()[child];
        return all > 0 && part > 0 ? part / all : 0;
    }
}
