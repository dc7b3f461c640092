package io.bulkhead.plugin.sklearn.neighbors;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PickledObject;
import io.bulkhead.plugin.sklearn.pickle.PyTuple;
import java.util.Optional;

/**
 * The KD tree or ball tree that scikit-learn built over the fitted rows. It is walked as there,
 * which makes the choice among rows at equal distances the same, and most rows are never looked at.
 */
final class RowTree {
    private static final int ORDER = 1;
    private static final int NODES = 2;
    private static final int BOUNDS = 3;

    private final double[] rows;
    private final int columns;
    private final ReducedDistance distance;
    private final int[] order;
    private final int[] begins;
    private final int[] ends;
    private final int[] leaves;
    private final double[] radii;
    private final double[] bounds;

    private RowTree(double[] rows, int columns, ReducedDistance distance, PyTuple state)
            throws PickleException {
        this.rows = rows;
        this.columns = columns;
        this.distance = distance;
        NdArray nodes = array(state, NODES);
        this.order = ints(array(state, ORDER));
        this.begins = nodes.fieldInts("idx_start");
        this.ends = nodes.fieldInts("idx_end");
        this.leaves = nodes.fieldInts("is_leaf");
        this.radii = nodes.fieldDoubles("radius");
        this.bounds = array(state, BOUNDS).toDoubles();
    }

    /**
     * The tree of a fitted estimator; empty if it looks at all rows.
     *
     * @param rows that it was fitted on
     */
    static Optional<RowTree> of(Attributes attributes, double[] rows, int columns)
            throws PickleException {
        Optional<PickledObject> tree = attributes.findObject("_tree");
        if (tree.isEmpty()
                || !(tree.get().rawState() instanceof PyTuple state)
                || state.size() <= BOUNDS) {
            return Optional.empty();
        }
        Optional<ReducedDistance> power =
                Distances.power(attributes).map(each -> new PowerDistance(each));
        boolean boxes = isOfBoxes(tree.get());
        if (boxes && power.isEmpty()) {
            return Optional.empty();
        }
        ReducedDistance distance =
                power.isPresent() ? power.get() : ReducedDistance.of(Distances.of(attributes));
        RowTree read = new RowTree(rows, columns, distance, state);
        read.requireSound(attributes.owner(), boxes ? 2 : 1);
        return Optional.of(read);
    }

    /** The class is the argument of the function that makes an empty one. */
    private static boolean isOfBoxes(PickledObject tree) {
        return tree.name().module().endsWith("_kd_tree");
    }

    private static NdArray array(PyTuple state, int index) throws PickleException {
        if (state.get(index) instanceof NdArray array) {
            return array;
        }
        throw new PickleException("tree over rows has no array at " + index);
    }

    private static int[] ints(NdArray array) throws PickleException {
        long[] values = array.toLongs();
        int[] ints = new int[values.length];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = (int) Math.max(-1, Math.min(Integer.MAX_VALUE, values[i]));
        }
        return ints;
    }

    /** So that a walk needs no checks: nodes that split have both children, all rows exist. */
    private void requireSound(String owner, int corners) throws PickleException {
        boolean sound = bounds.length == corners * begins.length * columns && begins.length > 0;
        int count = rows.length / columns;
        for (int row : order) {
            sound &= row >= 0 && row < count;
        }
        for (int node = 0; node < begins.length; node++) {
            sound &=
                    leaves[node] != 0
                            ? begins[node] >= 0
                                    && begins[node] <= ends[node]
                                    && ends[node] <= order.length
                            : 2 * node + 2 < begins.length;
        }
        if (!sound || order.length != count) {
            throw new PickleException(owner + " has a tree of other rows");
        }
    }

    /** Fills in the rows that are nearest to one. */
    void nearest(double[] values, int at, Neighbors neighbors) {
        neighbors.beginNearest();
        walk(0, lowerBound(0, values, at), values, at, neighbors);
        neighbors.endNearest();
        neighbors.measure(distance);
    }

    /** The depth is that of a balanced tree. */
    private void walk(int node, double least, double[] values, int at, Neighbors neighbors) {
        if (least > neighbors.farthest()) {
            return;
        }
        if (leaves[node] != 0) {
            for (int i = begins[node]; i < ends[node]; i++) {
                int row = order[i];
                neighbors.offer(row, distance.between(values, at, rows, row * columns, columns));
            }
            return;
        }
        int left = 2 * node + 1;
        double leastLeft = lowerBound(left, values, at);
        double leastRight = lowerBound(left + 1, values, at);
        if (leastLeft <= leastRight) {
            walk(left, leastLeft, values, at, neighbors);
            walk(left + 1, leastRight, values, at, neighbors);
        } else {
            walk(left + 1, leastRight, values, at, neighbors);
            walk(left, leastLeft, values, at, neighbors);
        }
    }

    /** How near a row of this node may be. */
    private double lowerBound(int node, double[] values, int at) {
        int least = node * columns;
        if (bounds.length > begins.length * columns) {
            int greatest = (begins.length + node) * columns;
            return ((PowerDistance) distance).toBox(values, at, bounds, least, greatest, columns);
        }
        double toCentre = distance.unreduced(distance.between(values, at, bounds, least, columns));
        return distance.reduced(Math.max(0, toCentre - radii[node]));
    }
}
