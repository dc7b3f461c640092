package io.bulkhead.plugin.catboost.format;

/**
 * Trees with a question of its own in each node.
 *
 * @param roots the nodes where the trees begin
 * @param splits of the nodes
 * @param left where to go on if the answer is no: a node, or {@code ~offset} of a leaf's values
 * @param right the same for yes
 * @param ownLeaves of the nodes: where the values of the leaf begin that a node is itself on one
 *     side, or -1
 * @param leafWeights how many training rows came to each leaf, in the order of the values; empty if
 *     the file does not say
 */
@SuppressWarnings("ArrayRecordComponent") // never written to once it is built
public record NodeTrees(
        int[] roots,
        int[] splits,
        int[] left,
        int[] right,
        int[] ownLeaves,
        double[] leafValues,
        double[] leafWeights)
        implements Trees {
    /** The split of a node that is a leaf itself, where nobody goes. */
    public static final int NO_SPLIT = -1;

    /** Of a node both sides of which are other nodes. */
    public static final int NO_LEAF = -1;

    /** A tree that is one leaf has a root below zero, its {@code ~offset}. */
    @Override
    public int count() {
        return roots.length;
    }
}
