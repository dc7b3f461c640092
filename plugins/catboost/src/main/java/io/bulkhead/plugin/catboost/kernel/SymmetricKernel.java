package io.bulkhead.plugin.catboost.kernel;

import io.bulkhead.plugin.catboost.format.MalformedModelException;
import io.bulkhead.plugin.catboost.format.SymmetricTrees;
import java.util.Arrays;

/**
 * Trees that ask one question on each level. One row is compared with the borders at once. For many
 * rows it pays to find first, for each value, how many borders of its slot lie below; then a level
 * of a tree is a subtraction and a shift for all rows, which the JIT makes vector instructions of.
 */
final class SymmetricKernel implements TreeKernel {
    private final int[] depths;
    private final int[] slots;
    private final float[] borders;
    private final int[] ranks;
    private final float[][] slotBorders;
    private final double[] leaves;
    private final int dimension;

    SymmetricKernel(SymmetricTrees trees, SlotLayout layout, int dimension)
            throws MalformedModelException {
        int count = trees.splits().length;
        this.depths = trees.depths();
        this.slots = new int[count];
        this.borders = new float[count];
        this.ranks = new int[count];
        this.slotBorders = new float[layout.slotCount()][];
        this.leaves = trees.leafValues();
        this.dimension = dimension;
        for (int slot = 0; slot < slotBorders.length; slot++) {
            slotBorders[slot] = layout.bordersOf(slot);
        }
        for (int i = 0; i < count; i++) {
            int split = trees.splits()[i];
            slots[i] = layout.slotOf(split);
            borders[i] = layout.borderOf(split);
            ranks[i] = rank(slotBorders[slots[i]], borders[i]);
        }
    }

    /** How many borders are not greater; so many must lie below a value that is greater. */
    private static int rank(float[] borders, float border) {
        int at = Arrays.binarySearch(borders, border);
        while (at + 1 < borders.length && borders[at + 1] == border) {
            at++;
        }
        return at + 1;
    }

    @Override
    public void add(float[] row, double[] sums, int first) {
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

    @Override
    public void addBlock(float[] columns, int stride, int rows, double[] sums, int first) {
        int[] bins = new int[columns.length];
        for (int slot = 0; slot < slotBorders.length; slot++) {
            countBordersBelow(columns, bins, slot * stride, rows, slotBorders[slot]);
        }
        int[] indices = new int[rows];
        int split = 0;
        int leaf = 0;
        for (int depth : depths) {
            Arrays.fill(indices, 0);
            for (int level = 0; level < depth; level++, split++) {
                addLevel(bins, slots[split] * stride, ranks[split] - 1, level, indices);
            }
            addLeaves(indices, leaf, sums, first);
            leaf += dimension << depth;
        }
    }

    private static void countBordersBelow(
            float[] columns, int[] bins, int from, int rows, float[] borders) {
        for (int i = from; i < from + rows; i++) {
            float value = columns[i];
            int below = 0;
            int left = borders.length;
            while (left > 0) {
                int half = (left + 1) >>> 1;
                // No branch: which way it goes cannot be foretold.
                below += value > borders[below + half - 1] ? half : 0;
                left -= half;
            }
            bins[i] = below;
        }
    }

    /** Sets one bit of each row's leaf: whether its bin is greater than the threshold. */
    private static void addLevel(int[] bins, int column, int threshold, int level, int[] indices) {
        for (int row = 0; row < indices.length; row++) {
            indices[row] |= ((threshold - bins[column + row]) >>> 31) << level;
        }
    }

    private void addLeaves(int[] indices, int leaf, double[] sums, int first) {
        if (dimension == 1) {
            for (int row = 0; row < indices.length; row++) {
                sums[first + row] += leaves[leaf + indices[row]];
            }
            return;
        }
        for (int row = 0; row < indices.length; row++) {
            int offset = leaf + indices[row] * dimension;
            int target = first + row * dimension;
            for (int i = 0; i < dimension; i++) {
                sums[target + i] += leaves[offset + i];
            }
        }
    }
}
