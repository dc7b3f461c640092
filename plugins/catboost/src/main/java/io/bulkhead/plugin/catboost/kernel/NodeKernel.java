package io.bulkhead.plugin.catboost.kernel;

import io.bulkhead.plugin.catboost.format.MalformedModelException;
import io.bulkhead.plugin.catboost.format.NodeTrees;

/** Trees with a question of its own in each node. */
final class NodeKernel implements TreeKernel {
    private final int[] roots;
    private final int[] slots;
    private final float[] borders;
    private final int[] children;
    private final double[] leaves;
    private final int dimension;

    NodeKernel(NodeTrees trees, SlotLayout layout, int dimension) throws MalformedModelException {
        int count = trees.splits().length;
        this.roots = trees.roots();
        this.slots = new int[count];
        this.borders = new float[count];
        this.children = new int[2 * count];
        this.leaves = trees.leafValues();
        this.dimension = dimension;
        for (int node = 0; node < count; node++) {
            if (trees.splits()[node] == NodeTrees.NO_SPLIT) {
                continue;
            }
            slots[node] = layout.slotOf(trees.splits()[node]);
            borders[node] = layout.borderOf(trees.splits()[node]);
            children[2 * node] = trees.left()[node];
            children[2 * node + 1] = trees.right()[node];
        }
    }

    @Override
    public void add(float[] row, double[] sums, int first) {
        addRow(row, 0, 1, sums, first);
    }

    @Override
    public void addBlock(float[] columns, int stride, int rows, double[] sums, int first) {
        for (int row = 0; row < rows; row++) {
            addRow(columns, row, stride, sums, first + row * dimension);
        }
    }

    private void addRow(float[] values, int at, int stride, double[] sums, int first) {
        for (int root : roots) {
            int node = root;
            while (node >= 0) {
                int side = values[at + slots[node] * stride] > borders[node] ? 1 : 0;
                node = children[2 * node + side];
            }
            int leaf = ~node;
            for (int i = 0; i < dimension; i++) {
                sums[first + i] += leaves[leaf + i];
            }
        }
    }
}
