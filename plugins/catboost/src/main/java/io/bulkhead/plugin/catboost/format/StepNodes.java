package io.bulkhead.plugin.catboost.format;

import io.bulkhead.plugin.trees.MalformedModelException;
import java.nio.ByteBuffer;

/**
 * The nodes of trees that are not symmetric, as the binary format has them: each says how many
 * nodes ahead its children are, 0 meaning that it is itself the leaf on that side.
 */
final class StepNodes {
    private final ByteBuffer steps;
    private final int[] leafIds;
    private final int[] splits;
    private final int count;

    /**
     * @param steps pairs of unsigned shorts
     * @param leafIds of each node: where the values of its leaf begin
     */
    StepNodes(ByteBuffer steps, int[] leafIds, int[] splits) throws MalformedModelException {
        this.steps = steps.slice().order(steps.order());
        this.leafIds = leafIds;
        this.splits = splits.clone();
        this.count = steps.remaining() / Integer.BYTES;
        if (leafIds.length != count || splits.length != count) {
            throw new MalformedModelException(
                    count
                            + " nodes, but "
                            + splits.length
                            + " splits and "
                            + leafIds.length
                            + " leaves");
        }
    }

    NodeTrees trees(int[] starts, int[] sizes, double[] leaves, double[] weights, int dimension)
            throws MalformedModelException {
        int last = leaves.length - dimension;
        int[] left = new int[count];
        int[] right = new int[count];
        int[] own = new int[count];
        for (int node = 0; node < count; node++) {
            boolean split = step(node, 0) != 0 && step(node, 1) != 0;
            own[node] = split ? NodeTrees.NO_LEAF : leafIds[node];
            if (isLeaf(node)) {
                splits[node] = NodeTrees.NO_SPLIT;
                continue;
            }
            if (splits[node] < 0) {
                throw new MalformedModelException("a split of number " + splits[node]);
            }
            left[node] = child(node, step(node, 0), last);
            right[node] = child(node, step(node, 1), last);
        }
        if (starts.length != sizes.length) {
            throw new MalformedModelException(
                    starts.length + " beginnings of " + sizes.length + " trees");
        }
        int[] roots = new int[starts.length];
        for (int tree = 0; tree < roots.length; tree++) {
            roots[tree] = nodeOrLeaf(starts[tree], last);
        }
        boolean weighed = weights.length == leaves.length / dimension;
        double[] known = weighed ? weights : new double[0];
        return new NodeTrees(roots, splits, left, right, own, leaves, known);
    }

    private int step(int node, int side) {
        return Short.toUnsignedInt(steps.getShort(node * Integer.BYTES + side * Short.BYTES));
    }

    private int child(int node, int step, int last) throws MalformedModelException {
        return step == 0 ? leaf(node, last) : nodeOrLeaf(node + step, last);
    }

    private int nodeOrLeaf(int node, int last) throws MalformedModelException {
        if (node < 0 || node >= count) {
            throw new MalformedModelException("node " + node + " of " + count);
        }
        return isLeaf(node) ? leaf(node, last) : node;
    }

    private boolean isLeaf(int node) {
        return step(node, 0) == 0 && step(node, 1) == 0;
    }

    private int leaf(int node, int last) throws MalformedModelException {
        if (leafIds[node] < 0 || leafIds[node] > last) {
            throw new MalformedModelException(
                    "a leaf at value " + leafIds[node] + ", after the last at " + last);
        }
        return ~leafIds[node];
    }
}
