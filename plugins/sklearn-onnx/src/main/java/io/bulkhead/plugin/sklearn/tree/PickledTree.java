package io.bulkhead.plugin.sklearn.tree;

import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;

/** The arrays of one tree as scikit-learn has them: an element for each node. */
final class PickledTree {
    final int[] left;
    final int[] right;
    final int[] feature;
    final double[] threshold;

    /** The values of all nodes, leaves or not, one node behind the other. */
    final double[] values;

    final int classesPerOutput;
    private final int[] missing;

    PickledTree(NdArray nodes, NdArray values) throws PickleException {
        boolean knowsMissing = nodes.dtype().field("missing_go_to_left").isPresent();
        this.left = nodes.fieldInts("left_child");
        this.right = nodes.fieldInts("right_child");
        this.feature = nodes.fieldInts("feature");
        this.threshold = nodes.fieldDoubles("threshold");
        this.missing = knowsMissing ? nodes.fieldInts("missing_go_to_left") : new int[0];
        this.values = values.toDoubles();
        this.classesPerOutput = values.size(values.rank() - 1);
    }

    boolean isLeaf(int node) {
        return left[node] == -1;
    }

    boolean missingGoesLeft(int node) {
        return missing.length != 0 && missing[node] != 0;
    }
}
