package io.bulkhead.plugin.catboost.kernel;

import io.bulkhead.plugin.catboost.format.NodeTrees;
import io.bulkhead.plugin.trees.LeafFinder;
import io.bulkhead.plugin.trees.LeafSums;
import io.bulkhead.plugin.trees.MalformedModelException;
import io.bulkhead.plugin.trees.RowValues;
import java.util.List;

/** Trees with a question of its own in each node, walked as other libraries' trees are. */
final class NodeKernel implements TreeKernel {
    private final LeafFinder finder;
    private final double[] values;
    private final int[] offsets;
    private final int dimension;
    private final int slotCount;

    NodeKernel(NodeTrees trees, SlotLayout layout, int dimension) throws MalformedModelException {
        List<NodeTree> sources = NodeTree.allOf(trees, layout, dimension);
        int nodeCount = LeafFinder.nodeCount(sources);
        this.values = trees.leafValues();
        this.offsets = new int[nodeCount];
        this.dimension = dimension;
        this.finder =
                LeafFinder.of(
                        sources,
                        (tree, leaf, node) -> offsets[node] = sources.get(tree).offset(leaf));
        this.slotCount = finder.columnCount(); // the last ones nobody may ask for
    }

    @Override
    public void add(int[] columns, int stride, int rows, double[] sums, int first) {
        LeafSums adding =
                dimension == 1
                        ? (firstRow, count, firstTree, trees, nodes) ->
                                addToOne(sums, first + firstRow, count, trees, nodes)
                        : (firstRow, count, firstTree, trees, nodes) ->
                                addToSeveral(
                                        sums, first + firstRow * dimension, count, trees, nodes);
        finder.addLeaves(valuesOf(columns, stride), rows, adding);
    }

    private void addToOne(double[] sums, int first, int rows, int trees, int[] nodes) {
        int next = 0;
        for (int target = first; target < first + rows; target++) {
            double sum = sums[target];
            for (int end = next + trees; next < end; next++) {
                sum += values[offsets[nodes[next]]];
            }
            sums[target] = sum;
        }
    }

    private void addToSeveral(double[] sums, int first, int rows, int trees, int[] nodes) {
        int next = 0;
        for (int row = 0; row < rows; row++) {
            int target = first + row * dimension;
            for (int end = next + trees; next < end; next++) {
                int offset = offsets[nodes[next]];
                for (int i = 0; i < dimension; i++) {
                    sums[target + i] += values[offset + i];
                }
            }
        }
    }

    @Override
    public int[] leaves(int[] columns, int stride, int rows) {
        return finder.leafNumbers(valuesOf(columns, stride), rows);
    }

    /** Keys are small enough to be the same as numbers. */
    private RowValues valuesOf(int[] columns, int stride) {
        return (firstRow, count, into) -> {
            int width = slotCount + 1;
            for (int row = 0; row < count; row++) {
                into[row * width] = 0;
            }
            for (int slot = 0; slot < slotCount; slot++) {
                int from = slot * stride + firstRow;
                for (int row = 0; row < count; row++) {
                    into[row * width + 1 + slot] = columns[from + row];
                }
            }
        };
    }
}
