package io.bulkhead.plugin.trees;

import java.util.List;

/**
 * Trees laid out in arrays. A node is two longs: the threshold's bits, then the column that it
 * compares (upper half) and where its children are (lower half). The left child stands there, the
 * right one behind it; a leaf is its own left child. Of a categorical split the column is a
 * complement, and the bits are the index of its set. Elsewhere nodes are numbered one by one.
 *
 * @param nodes all nodes
 * @param sets each set: its number of words, then a bit for each category that goes right
 * @param leafNumbers by node: the number of a leaf as the library has it
 * @param weights by node: how many training rows came there
 * @param roots where each tree starts
 * @param depths how many steps lead to each tree's deepest leaf
 * @param groupDepths of each tree and the next three: the deepest one's; -1 if one of them asks for
 *     categories
 * @param stride how many values a row has
 */
@SuppressWarnings("ArrayRecordComponent") // package-private, and never written to once it is built
record FlatTrees(
        long[] nodes,
        int[] sets,
        int[] leafNumbers,
        double[] weights,
        int[] roots,
        int[] depths,
        int[] groupDepths,
        int stride) {
    static final int NODE_LONGS = 2;

    /**
     * Lays trees out.
     *
     * @param leaves is told where each leaf has gone
     * @throws MalformedModelException if they are no trees
     */
    static FlatTrees of(List<? extends SourceTree> trees, LeafFinder.Placed leaves)
            throws MalformedModelException {
        return new TreeLayout(trees, leaves).lay();
    }

    int count() {
        return roots.length;
    }

    int depth() {
        int depth = 0;
        for (int treeDepth : depths) {
            depth = Math.max(depth, treeDepth);
        }
        return depth;
    }
}
