package io.bulkhead.plugin.sklearn.tree;

import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PickledObject;
import io.bulkhead.plugin.sklearn.pickle.PyNone;

/** The arrays of one tree as scikit-learn has them: an element for each node. */
final class PickledTree {
    private final NdArray nodes;
    final int[] left;
    final int[] right;
    final int[] feature;
    final double[] threshold;

    /** The values of all nodes, leaves or not, one node behind the other. */
    final double[] values;

    final int classesPerOutput;
    private final int[] missing;

    private PickledTree(NdArray nodes, double[] values, int classesPerOutput, int[] feature)
            throws PickleException {
        boolean knowsMissing = nodes.dtype().field("missing_go_to_left").isPresent();
        this.nodes = nodes;
        this.left = nodes.fieldInts("left_child");
        this.right = nodes.fieldInts("right_child");
        this.feature = feature;
        this.threshold = nodes.fieldDoubles("threshold");
        this.missing = knowsMissing ? nodes.fieldInts("missing_go_to_left") : new int[0];
        this.values = values;
        this.classesPerOutput = classesPerOutput;
    }

    static PickledTree of(PickledObject tree) throws PickleException {
        NdArray nodes = array(tree, "nodes");
        NdArray values = array(tree, "values");
        if (nodes.length() == 0 || values.rank() == 0 || values.size(0) != nodes.length()) {
            throw new PickleException("tree has " + nodes.length() + " nodes and other values");
        }
        int classesPerOutput = values.size(values.rank() - 1);
        return new PickledTree(
                nodes, values.toDoubles(), classesPerOutput, nodes.fieldInts("feature"));
    }

    private static NdArray array(PickledObject tree, String name) throws PickleException {
        if (tree.attribute(name).orElse(PyNone.NONE) instanceof NdArray array) {
            return array;
        }
        throw new PickleException("tree has no array '" + name + "'");
    }

    /** The same tree with one other value for each node. */
    PickledTree withValues(double[] newValues) throws PickleException {
        return new PickledTree(nodes, newValues, 1, feature);
    }

    /** The same tree, fitted on these of more columns. */
    PickledTree overColumns(long[] columns) throws PickleException {
        int[] mapped = feature.clone();
        for (int node = 0; node < mapped.length; node++) {
            if (!isLeaf(node)) {
                long column =
                        mapped[node] < 0 || mapped[node] >= columns.length
                                ? -1
                                : columns[mapped[node]];
                if (column < 0 || column > Integer.MAX_VALUE) {
                    throw new PickleException("tree asks for a feature that it does not have");
                }
                mapped[node] = (int) column;
            }
        }
        return new PickledTree(nodes, values, classesPerOutput, mapped);
    }

    /** Refuses a node whose children do not lie behind it. */
    void requireForward(int node) throws PickleException {
        int nearest = Math.min(left[node], right[node]);
        if (nearest <= node || Math.max(left[node], right[node]) >= left.length) {
            throw new PickleException("tree is none: node " + node + " leads back");
        }
    }

    /** How many rows of the fitted data came to each node. */
    double[] samples() throws PickleException {
        return nodes.fieldDoubles("n_node_samples");
    }

    boolean isLeaf(int node) {
        return left[node] == -1;
    }

    boolean missingGoesLeft(int node) {
        return missing.length != 0 && missing[node] != 0;
    }
}
