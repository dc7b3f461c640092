package io.bulkhead.plugin.trees;

/** One tree as a file has it, to be laid out once; its nodes have numbers of its own choice. */
public interface SourceTree {
    /** All numbers are below this. */
    int nodeCount();

    /** The number of the root. */
    int root();

    boolean isLeaf(int node);

    /** The child for rows of which the split is not true; a number that need not be a legal one. */
    int left(int split);

    /** The child for rows of which the split is true; a number that need not be a legal one. */
    int right(int split);

    /**
     * What a node asks.
     *
     * @throws MalformedModelException if it asks for what there is not
     */
    Split split(int node) throws MalformedModelException;

    /** What a message calls a node, be there one of that number or not. */
    default String describe(int node) {
        return "node " + node;
    }

    /** The number of a leaf as the library has it. */
    int leafNumber(int leaf);

    /** How many training rows came to a node, or their weight; 0 if that is not known. */
    double weight(int node);
}
