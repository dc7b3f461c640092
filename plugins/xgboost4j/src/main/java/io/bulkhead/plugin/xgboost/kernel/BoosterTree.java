package io.bulkhead.plugin.xgboost.kernel;

import io.bulkhead.plugin.trees.MalformedModelException;
import io.bulkhead.plugin.trees.SourceTree;
import io.bulkhead.plugin.trees.Split;
import io.bulkhead.plugin.xgboost.format.TreeNodes;

/** A tree of a booster, as the kernel lays it out; node 0 is the root. */
record BoosterTree(TreeNodes nodes, Columns columns, int featureCount) implements SourceTree {
    @Override
    public int nodeCount() {
        return nodes.size();
    }

    @Override
    public int root() {
        return 0;
    }

    @Override
    public boolean isLeaf(int node) {
        return nodes.isLeaf(node);
    }

    @Override
    public int left(int split) {
        return nodes.left(split);
    }

    @Override
    public int right(int split) {
        return nodes.right(split);
    }

    @Override
    public Split split(int node) throws MalformedModelException {
        int column = columns.of(feature(node), nodes.isCategorical(node), nodes.defaultLeft(node));
        return nodes.isCategorical(node)
                ? Split.within(column, bits(nodes.categories(node)))
                : Split.above(column, Columns.above(nodes.threshold(node)));
    }

    private int feature(int node) throws MalformedModelException {
        int feature = nodes.feature(node);
        if (feature < 0 || feature >= featureCount) {
            throw new MalformedModelException(
                    "a split on feature " + feature + " of a model with " + featureCount);
        }
        return feature;
    }

    private static int[] bits(int[] categories) {
        int words = 0;
        for (int category : categories) {
            words = Math.max(words, (category >> 5) + 1);
        }
        int[] bits = new int[words];
        for (int category : categories) {
            bits[category >> 5] |= 1 << category;
        }
        return bits;
    }

    @Override
    public int leafNumber(int leaf) {
        return leaf;
    }

    @Override
    public double weight(int node) {
        return nodes.cover(node);
    }
}
