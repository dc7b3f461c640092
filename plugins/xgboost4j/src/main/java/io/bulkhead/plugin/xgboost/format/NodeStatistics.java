package io.bulkhead.plugin.xgboost.format;

/**
 * What a file says of the training rows that came to the nodes of a tree; arrays that are as long
 * as the tree, or empty.
 *
 * @param gains how much each split made the loss smaller
 * @param covers the rows' weight (sum of hessians)
 */
record NodeStatistics(float[] gains, float[] covers) {
    private static float of(float[] values, int node) {
        return node < values.length ? values[node] : 0;
    }

    float gain(int node) {
        return of(gains, node);
    }

    float cover(int node) {
        return of(covers, node);
    }
}
