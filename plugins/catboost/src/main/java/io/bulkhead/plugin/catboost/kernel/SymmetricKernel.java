package io.bulkhead.plugin.catboost.kernel;

import io.bulkhead.plugin.catboost.format.MalformedModelException;
import io.bulkhead.plugin.catboost.format.SymmetricTrees;
import java.util.Arrays;

/**
 * Trees that ask one question on each level. One row is compared with the borders at once. For many
 * rows it pays to find first how many borders of its slot lie below each value: such a bin is a
 * byte, and a level of a tree is a subtraction and a shift for eight rows in one long.
 */
final class SymmetricKernel implements TreeKernel {
    /** The greatest bin, which leaves the uppermost bit of a byte to the subtraction. */
    private static final int MAX_BIN = 127;

    /** Levels whose bits fit into a byte. */
    private static final int SHALLOW = 8;

    private static final int LANES = Long.BYTES;
    private static final long EACH = 0x0101010101010101L;
    private static final long SIGNS = 0x8080808080808080L;

    private final int[] depths;
    private final int[] slots;
    private final float[] borders;
    private final BorderCounter[] counters;
    private final int[] firstPlanes;
    private final int planeCount;
    private final int[] splitPlanes;
    private final long[] splitBins;
    private final double[] leaves;
    private final int dimension;

    SymmetricKernel(SymmetricTrees trees, SlotLayout layout, int dimension)
            throws MalformedModelException {
        int count = trees.splits().length;
        this.depths = trees.depths();
        this.slots = new int[count];
        this.borders = new float[count];
        this.splitPlanes = new int[count];
        this.splitBins = new long[count];
        this.leaves = trees.leafValues();
        this.dimension = dimension;
        this.counters = new BorderCounter[layout.slotCount()];
        this.firstPlanes = new int[counters.length];
        this.planeCount = layPlanes(layout);
        for (int i = 0; i < count; i++) {
            int split = trees.splits()[i];
            slots[i] = layout.slotOf(split);
            borders[i] = layout.borderOf(split);
            int rank = counters[slots[i]].rank(borders[i]) - 1;
            splitPlanes[i] = firstPlanes[slots[i]] + rank / MAX_BIN;
            splitBins[i] = (rank % MAX_BIN + 1) * EACH;
        }
    }

    /** A slot with more borders than a bin can count has several planes of bins. */
    private int layPlanes(SlotLayout layout) {
        int planes = 0;
        for (int slot = 0; slot < counters.length; slot++) {
            counters[slot] = new BorderCounter(layout.bordersOf(slot));
            firstPlanes[slot] = planes;
            planes += planesOf(slot);
        }
        return planes;
    }

    private int planesOf(int slot) {
        return Math.max(1, (counters[slot].borderCount() + MAX_BIN - 1) / MAX_BIN);
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
            addLeaf(leaf + index * dimension, sums, first);
            leaf += dimension << depth;
        }
    }

    @Override
    public void leaves(float[] row, int[] found, int first) {
        int split = 0;
        for (int tree = 0; tree < depths.length; tree++) {
            int index = 0;
            for (int level = 0; level < depths[tree]; level++, split++) {
                index |= (row[slots[split]] > borders[split] ? 1 : 0) << level;
            }
            found[first + tree] = index;
        }
    }

    private void addLeaf(int offset, double[] sums, int first) {
        for (int i = 0; i < dimension; i++) {
            sums[first + i] += leaves[offset + i];
        }
    }

    @Override
    public void addBlock(float[] columns, int stride, int rows, double[] sums, int first) {
        int words = (rows + LANES - 1) / LANES;
        long[] bins = bins(columns, stride, rows, words);
        long[] indices = new long[words];
        int split = 0;
        int leaf = 0;
        for (int depth : depths) {
            if (depth <= SHALLOW) {
                Arrays.fill(indices, 0);
                for (int level = 0; level < depth; level++) {
                    int plane = splitPlanes[split + level] * words;
                    addLevel(bins, plane, splitBins[split + level], level, indices);
                }
                addLeaves(indices, rows, leaf, sums, first);
            } else {
                addDeepTree(columns, stride, rows, split, depth, leaf, sums, first);
            }
            split += depth;
            leaf += dimension << depth;
        }
    }

    /** The bins of all planes, eight rows to a long. */
    private long[] bins(float[] columns, int stride, int rows, int words) {
        long[] bins = new long[planeCount * words];
        int[] below = new int[rows];
        int[] scratch = new int[rows];
        for (int slot = 0; slot < counters.length; slot++) {
            counters[slot].count(columns, slot * stride, scratch, below);
            for (int i = 0; i < planesOf(slot); i++) {
                pack(below, i * MAX_BIN, bins, (firstPlanes[slot] + i) * words);
            }
        }
        return bins;
    }

    private static void pack(int[] below, int from, long[] bins, int at) {
        int row = 0;
        for (int i = at; row < below.length; i++) {
            long word = 0;
            int end = Math.min(below.length, row + LANES);
            for (int shift = 0; row < end; row++, shift += Byte.SIZE) {
                long bin = Math.min(Math.max(below[row] - from, 0), MAX_BIN);
                word |= bin << shift;
            }
            bins[i] = word;
        }
    }

    /** Sets one bit of each row's leaf: whether its bin is at least so great. */
    private static void addLevel(long[] bins, int plane, long least, int level, long[] indices) {
        int shift = SHALLOW - 1 - level;
        for (int i = 0; i < indices.length; i++) {
            long atLeast = ((bins[plane + i] | SIGNS) - least) & SIGNS;
            indices[i] |= atLeast >>> shift;
        }
    }

    private void addLeaves(long[] indices, int rows, int leaf, double[] sums, int first) {
        for (int i = 0, row = 0; row < rows; i++) {
            long word = indices[i];
            for (int end = Math.min(rows, row + LANES); row < end; row++) {
                int index = (int) word & 0xff;
                word >>>= Byte.SIZE;
                if (dimension == 1) {
                    sums[first + row] += leaves[leaf + index];
                } else {
                    addLeaf(leaf + index * dimension, sums, first + row * dimension);
                }
            }
        }
    }

    private void addDeepTree(
            float[] columns,
            int stride,
            int rows,
            int split,
            int depth,
            int leaf,
            double[] sums,
            int first) {
        for (int row = 0; row < rows; row++) {
            int index = 0;
            for (int level = 0; level < depth; level++) {
                float value = columns[slots[split + level] * stride + row];
                index |= (value > borders[split + level] ? 1 : 0) << level;
            }
            addLeaf(leaf + index * dimension, sums, first + row * dimension);
        }
    }
}
