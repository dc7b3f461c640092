package io.bulkhead.plugin.trees;

/**
 * Trees that were trained on rows, seen node by node; nodes are numbers of the implementation's own
 * choice. Immutable and safe for use by many threads.
 */
public interface SplitTrees {
    /** How many there are. */
    int treeCount();

    /** Steps to the deepest leaf of all trees. */
    int depth();

    /** What the trees add to in all. */
    int outputCount();

    /** The first output that a tree adds to. */
    int firstOutput(int tree);

    /** How many outputs a tree adds to. */
    int outputsOf(int tree);

    int root(int tree);

    boolean isLeaf(int node);

    int left(int split);

    int right(int split);

    /** What a split asks about, below the number of features. */
    int feature(int split);

    /**
     * What a leaf adds.
     *
     * @param output counted from the tree's first
     */
    double value(int leaf, int output);

    /** The part of a split's training rows that went to this child of it, or 0. */
    double fraction(int split, int child);

    /** Where rows go. For one thread and one call. */
    interface Route {
        /** From now on it is about this row. */
        void toRow(int row);

        /** The child of a split that the row goes to. */
        int next(int split);
    }
}
