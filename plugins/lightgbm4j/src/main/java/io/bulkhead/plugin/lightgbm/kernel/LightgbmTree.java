package io.bulkhead.plugin.lightgbm.kernel;

import io.bulkhead.plugin.lightgbm.format.TreeNodes;
import io.bulkhead.plugin.trees.MalformedModelException;
import io.bulkhead.plugin.trees.SourceTree;
import io.bulkhead.plugin.trees.Split;

/** A tree as the kernel lays it out: its splits' numbers, then those of its leaves. */
record LightgbmTree(TreeNodes nodes, Columns columns, int featureCount) implements SourceTree {
    /** Where numbers of splits begin that there are not. */
    private static final int MISSING = Integer.MIN_VALUE;

    @Override
    public int nodeCount() {
        return nodes.splitCount() + nodes.leafCount();
    }

    @Override
    public int root() {
        return node(nodes.root());
    }

    private int node(int child) {
        if (child < 0) {
            return nodes.splitCount() + ~child;
        }
        return child < nodes.splitCount() ? child : MISSING + child;
    }

    @Override
    public String describe(int node) {
        if (node < 0) {
            return "split " + (node - MISSING);
        }
        return isLeaf(node) ? "leaf " + leafNumber(node) : "split " + node;
    }

    @Override
    public boolean isLeaf(int node) {
        return node >= nodes.splitCount();
    }

    @Override
    public int left(int split) {
        return node(membersGoLeft(split) ? nodes.right(split) : nodes.left(split));
    }

    @Override
    public int right(int split) {
        return node(membersGoLeft(split) ? nodes.left(split) : nodes.right(split));
    }

    /** What is true leads right in the kernel. */
    private boolean membersGoLeft(int split) {
        return nodes.isCategorical(split);
    }

    @Override
    public Split split(int node) throws MalformedModelException {
        int feature = nodes.feature(node);
        if (feature < 0 || feature >= featureCount) {
            throw new MalformedModelException(
                    "a split on feature " + feature + " of a model with " + featureCount);
        }
        int column = columns.of(nodes, node);
        return nodes.isCategorical(node)
                ? Split.within(column, nodes.categories(node))
                : Split.above(column, nodes.threshold(node));
    }

    @Override
    public int leafNumber(int leaf) {
        return leaf - nodes.splitCount();
    }

    @Override
    public double weight(int node) {
        return isLeaf(node) ? nodes.leafRows(leafNumber(node)) : nodes.splitRows(node);
    }
}
