package io.bulkhead.plugin.xgboost.format;

/**
 * What a file says of the training rows that came to the nodes of a tree, if it does. Immutable.
 */
final class NodeStatistics {
    private final float[] gains;
    private final float[] covers;

    /**
     * Takes the arrays over, which are as long as the tree, or empty.
     *
     * @param gains how much each split made the loss smaller
     * @param covers the rows' weight (sum of hessians)
     */
    NodeStatistics(float[] gains, float[] covers) {
        this.gains = gains;
        this.covers = covers;
    }

    /** Whether the covers of so many nodes are known. */
    boolean hasCovers(int nodes) {
        return covers.length == nodes;
    }

    float gain(int node) {
        return of(gains, node);
    }

    float cover(int node) {
        return of(covers, node);
    }

    private static float of(float[] values, int node) {
        return node < values.length ? values[node] : 0;
    }
}
