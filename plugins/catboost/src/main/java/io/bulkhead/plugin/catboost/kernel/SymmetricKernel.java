package io.bulkhead.plugin.catboost.kernel;

import io.bulkhead.plugin.catboost.format.SymmetricTrees;
import io.bulkhead.plugin.trees.MalformedModelException;

/**
 * Trees that ask one question on each level. One row is compared with the borders at once, many
 * rows go through {@link BlockTrees}.
 */
final class SymmetricKernel implements TreeKernel {
    /** Measured: from so many rows on a block is worth its making. */
    private static final int FEW_ROWS = 8;

    private final int[] depths;
    private final int[] slots;
    private final int[] borders;
    private final double[] leaves;
    private final BlockTrees blocks;
    private final int dimension;

    SymmetricKernel(SymmetricTrees trees, SlotLayout layout, int dimension)
            throws MalformedModelException {
        int count = trees.splits().length;
        this.depths = trees.depths();
        this.slots = new int[count];
        this.borders = new int[count];
        this.leaves = trees.leafValues();
        this.dimension = dimension;
        for (int i = 0; i < count; i++) {
            int split = trees.splits()[i];
            slots[i] = layout.slotOf(split);
            borders[i] = layout.borderOf(split);
        }
        this.blocks = new BlockTrees(trees, layout, slots, borders, dimension);
    }

    @Override
    public int stride(int rows) {
        return rows < FEW_ROWS ? rows : BlockTrees.stride(rows);
    }

    @Override
    public void add(int[] columns, int stride, int rows, double[] sums, int first) {
        if (stride == 1) {
            addOnly(columns, sums, first);
        } else if (rows < FEW_ROWS) {
            for (int row = 0; row < rows; row++) {
                addRow(columns, stride, row, sums, first + row * dimension);
            }
        } else {
            blocks.add(columns, stride, rows, sums, first);
        }
    }

    /** One row, whose slots lie side by side: what most requests are. */
    private void addOnly(int[] row, double[] sums, int first) {
        int split = 0;
        int leaf = 0;
        for (int depth : depths) {
            int index = 0;
            for (int level = 0; level < depth; level++, split++) {
                index |= (row[slots[split]] > borders[split] ? 1 : 0) << level;
            }
            int offset = leaf + index * dimension;
            for (int i = 0; i < dimension; i++) {
                sums[first + i] += leaves[offset + i];
            }
            leaf += dimension << depth;
        }
    }

    private void addRow(int[] columns, int stride, int row, double[] sums, int first) {
        int split = 0;
        int leaf = 0;
        for (int depth : depths) {
            addLeaf(leaf + index(columns, stride, row, split, depth) * dimension, sums, first);
            split += depth;
            leaf += dimension << depth;
        }
    }

    private void addLeaf(int offset, double[] sums, int first) {
        for (int i = 0; i < dimension; i++) {
            sums[first + i] += leaves[offset + i];
        }
    }

    /** The leaf of one row in the tree whose splits begin there. */
    private int index(int[] columns, int stride, int row, int first, int depth) {
        int index = 0;
        for (int level = 0; level < depth; level++) {
            int value = columns[slots[first + level] * stride + row];
            index |= (value > borders[first + level] ? 1 : 0) << level;
        }
        return index;
    }

    @Override
    public int[] leaves(int[] columns, int stride, int rows) {
        int[] found = new int[Math.multiplyExact(rows, depths.length)];
        int next = 0;
        for (int row = 0; row < rows; row++) {
            int split = 0;
            for (int depth : depths) {
                found[next++] = index(columns, stride, row, split, depth);
                split += depth;
            }
        }
        return found;
    }
}
