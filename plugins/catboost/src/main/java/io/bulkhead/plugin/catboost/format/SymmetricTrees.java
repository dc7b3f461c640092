package io.bulkhead.plugin.catboost.format;

import io.bulkhead.plugin.trees.MalformedModelException;

/**
 * Trees that ask one question on each level.
 *
 * @param depths of the trees
 * @param splits of all trees, one behind the other; the first decides the lowest bit of a leaf
 * @param leafWeights how many training rows came to each leaf; empty if the file does not say
 */
@SuppressWarnings("ArrayRecordComponent") // never written to once it is built
public record SymmetricTrees(int[] depths, int[] splits, double[] leafValues, double[] leafWeights)
        implements Trees {
    /** What a leaf's number can hold with room to spare; CatBoost itself allows 16. */
    private static final int MAX_DEPTH = 24;

    /** Checks that splits and leaves are as many as the trees need. */
    static SymmetricTrees of(
            int[] depths, int[] splits, double[] leafValues, double[] leafWeights, int dimension)
            throws MalformedModelException {
        long splitCount = 0;
        long leafCount = 0;
        for (int depth : depths) {
            if (depth < 0 || depth > MAX_DEPTH) {
                throw new MalformedModelException("a tree of depth " + depth);
            }
            splitCount += depth;
            leafCount += 1L << depth;
        }
        if (splitCount != splits.length || leafCount * dimension != leafValues.length) {
            throw new MalformedModelException(
                    "trees with "
                            + splitCount
                            + " splits and "
                            + leafCount
                            + " leaves; the file has "
                            + splits.length
                            + " splits and "
                            + leafValues.length
                            + " values");
        }
        boolean weighed = leafWeights.length == leafCount;
        return new SymmetricTrees(
                depths, splits, leafValues, weighed ? leafWeights : new double[0]);
    }

    @Override
    public int count() {
        return depths.length;
    }
}
