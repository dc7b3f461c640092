package io.bulkhead.plugin.sklearn.tree;

import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PickledObject;
import java.util.Arrays;
import java.util.List;

/**
 * Puts scikit-learn's trees into {@link FlatTrees}. Trees that loop, leave their arrays or ask for
 * features that do not exist are refused here, so that answering needs no such checks.
 */
final class TreeFlattener {
    private final int features;
    private final boolean classes;
    private final GrowingInts nodes = new GrowingInts();
    private final GrowingInts roots = new GrowingInts();
    private final LeafValues leaves = new LeafValues();
    private int width;

    /**
     * @param features how many features the trees may ask for
     * @param classes whether leaves hold shares of classes, which are to sum up to one
     */
    TreeFlattener(int features, boolean classes) {
        this.features = features;
        this.classes = classes;
    }

    FlatTrees flatten(List<PickledObject> trees) throws PickleException {
        for (PickledObject tree : trees) {
            add(PickledTree.of(tree));
        }
        return flatten();
    }

    /** All trees that were added. */
    FlatTrees flatten() {
        return new FlatTrees(nodes.toArray(), roots.toArray(), leaves.toArray(), width);
    }

    void add(PickledTree source) throws PickleException {
        int count = source.left.length;
        if (roots.size() > 0 && width != source.values.length / count) {
            throw new PickleException("trees of one forest have different numbers of values");
        }
        width = source.values.length / count;
        requireTree(source, count);
        place(source);
    }

    /** Every node has one parent at most, and lies where it says. */
    private void requireTree(PickledTree source, int count) throws PickleException {
        boolean[] reached = new boolean[count];
        reached[0] = true;
        for (int node = 0; node < count; node++) {
            if (source.isLeaf(node)) {
                continue;
            }
            int feature = source.feature[node];
            if (feature < 0 || feature >= features) {
                throw new PickleException("tree asks for feature " + feature + " of " + features);
            }
            reach(reached, source.left[node]);
            reach(reached, source.right[node]);
        }
    }

    private static void reach(boolean[] reached, int node) throws PickleException {
        if (node < 0 || node >= reached.length || reached[node]) {
            throw new PickleException("tree is none: node " + node + " has no place in it");
        }
        reached[node] = true;
    }

    /** Level by level, children side by side. */
    private void place(PickledTree source) {
        GrowingInts queue = new GrowingInts();
        queue.add(0);
        int first = nodes.reserve(FlatTrees.NODE_INTS);
        roots.add(first);
        for (int head = 0; head < queue.size(); head++) {
            int node = queue.get(head);
            int at = first + head * FlatTrees.NODE_INTS;
            if (source.isLeaf(node)) {
                placeLeaf(at, leafPlace(source, node));
            } else {
                placeInner(at, source, node);
                queue.add(source.left[node]);
                queue.add(source.right[node]);
            }
        }
    }

    private void placeInner(int at, PickledTree source, int node) {
        int missing = source.missingGoesLeft(node) ? 1 : 0;
        nodes.set(at, (source.feature[node] << 1) | missing);
        nodes.set(at + 1, Float.floatToRawIntBits(roundDown(source.threshold[node])));
        nodes.set(at + 2, nodes.reserve(2 * FlatTrees.NODE_INTS));
        nodes.set(at + 3, FlatTrees.NO_LEAF);
    }

    /** A leaf leads to itself, whatever its feature is. */
    private void placeLeaf(int at, int values) {
        nodes.set(at, 0);
        nodes.set(at + 1, Float.floatToRawIntBits(Float.POSITIVE_INFINITY));
        nodes.set(at + 2, at);
        nodes.set(at + 3, values);
    }

    /** The greatest float that is not above the threshold; never the negative zero. */
    static float roundDown(double threshold) {
        float rounded = (float) threshold;
        return (rounded > threshold ? Math.nextDown(rounded) : rounded) + 0f;
    }

    private int leafPlace(PickledTree source, int node) {
        double[] values = Arrays.copyOfRange(source.values, node * width, (node + 1) * width);
        if (classes) {
            makeShares(values, source.classesPerOutput);
        }
        return leaves.placeOf(values);
    }

    /** Before scikit-learn 1.3 leaves hold counts; from then on shares. */
    private static void makeShares(double[] values, int perOutput) {
        for (int from = 0; from < values.length; from += perOutput) {
            double sum = 0;
            for (int i = 0; i < perOutput; i++) {
                sum += values[from + i];
            }
            if (sum != 0 && Math.abs(sum - 1) > 1e-9) {
                for (int i = 0; i < perOutput; i++) {
                    values[from + i] /= sum;
                }
            }
        }
    }
}
