package io.bulkhead.plugin.trees;

/** What the leaves of laid out trees add, for those who share it out. */
public interface LeafValues {
    /** What the trees add to in all. */
    int outputCount();

    /** The first output that a tree adds to. */
    int firstOutput(int tree);

    /** How many outputs a tree adds to. */
    int outputsOf(int tree);

    /**
     * What a leaf adds.
     *
     * @param output counted from the tree's first
     */
    double value(int leaf, int output);
}
