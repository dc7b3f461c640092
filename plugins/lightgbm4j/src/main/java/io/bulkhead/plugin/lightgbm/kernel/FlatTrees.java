package io.bulkhead.plugin.lightgbm.kernel;

import io.bulkhead.plugin.lightgbm.format.LinearLeaf;

/**
 * Trees laid out in arrays. A node is two longs: the threshold's bits, then the column that it
 * compares (upper half) and where its children are (lower half). The left child stands there, the
 * right one behind it; a leaf is its own left child. Of a categorical split the column is a
 * complement, and the bits are the index of its set.
 *
 * @param nodes all nodes
 * @param leafValues by half a node's index; 0 for splits
 * @param linearLeaves by half a node's index; empty without linear trees
 * @param categories each set: its number of words, then a bit for each category that goes left
 * @param leafNumbers by half a node's index: the number of a leaf in its tree; 0 for splits
 * @param counts by half a node's index: how many training rows came there
 * @param counted whether all trees know these
 * @param roots where each tree starts
 * @param depths how many steps lead to each tree's deepest leaf
 * @param categorical whether a tree asks for categories
 */
@SuppressWarnings("ArrayRecordComponent") // package-private, and never written to once it is built
record FlatTrees(
        long[] nodes,
        double[] leafValues,
        LinearLeaf[] linearLeaves,
        int[] categories,
        int[] leafNumbers,
        int[] counts,
        boolean counted,
        int[] roots,
        int[] depths,
        boolean[] categorical) {
    static final int NODE_LONGS = 2;

    int count() {
        return roots.length;
    }

    boolean isLinear() {
        return linearLeaves.length > 0;
    }
}
