package io.bulkhead.plugin.trees;

/** Takes the leaves that the rows of a call come to, and adds up what they say. */
@FunctionalInterface
public interface LeafSums {
    /**
     * Adds the leaves of some rows in some trees.
     *
     * @param nodes row by row the nodes of the leaves, {@code treeCount} of each; calls go on from
     *     tree to tree, so that a row's sum has the order of the trees
     */
    void add(int firstRow, int rowCount, int firstTree, int treeCount, int[] nodes);
}
