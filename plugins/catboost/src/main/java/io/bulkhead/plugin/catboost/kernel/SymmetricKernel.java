package io.bulkhead.plugin.catboost.kernel;

import io.bulkhead.plugin.catboost.format.SymmetricTrees;
import io.bulkhead.plugin.trees.MalformedModelException;
import java.util.Arrays;

/**
 * Trees that ask one question on each level. One row is compared with the borders at once. For many
 * rows it pays to make {@link BinPlanes} first: then a level of a tree is a subtraction and a shift
 * for eight rows in one long, which the compiler does for several longs at once.
 */
final class SymmetricKernel implements TreeKernel {
    /** Measured: from so many rows on the bins of a block are worth their making. */
    private static final int FEW_ROWS = 8;

    /** Levels whose bits fit into a byte. */
    private static final int SHALLOW = 8;

    /** Trees whose leaves are added together, so that a sum is fetched and put back once. */
    private static final int TOGETHER = 4;

    private static final int MASK = 0xff;

    private final int[] depths;
    private final int[] slots;
    private final int[] borders;
    private final BinPlanes planes;
    private final int[] splitPlanes;
    private final long[] splitBins;
    private final double[] leaves;
    private final double[] leavesByOutput;
    private final int dimension;

    SymmetricKernel(SymmetricTrees trees, SlotLayout layout, int dimension)
            throws MalformedModelException {
        int count = trees.splits().length;
        this.depths = trees.depths();
        this.slots = new int[count];
        this.borders = new int[count];
        this.splitPlanes = new int[count];
        this.splitBins = new long[count];
        this.leaves = trees.leafValues();
        this.dimension = dimension;
        this.leavesByOutput = dimension == 1 ? leaves : byOutput();
        this.planes = new BinPlanes(layout);
        for (int i = 0; i < count; i++) {
            int split = trees.splits()[i];
            slots[i] = layout.slotOf(split);
            borders[i] = layout.borderOf(split);
            splitPlanes[i] = planes.plane(slots[i], borders[i]);
            splitBins[i] = planes.least(slots[i], borders[i]);
        }
    }

    /** The leaves of a tree together for each output, instead of the outputs for each leaf. */
    private double[] byOutput() {
        double[] turned = new double[leaves.length];
        int first = 0;
        for (int depth : depths) {
            int count = 1 << depth;
            for (int leaf = 0; leaf < count; leaf++) {
                for (int output = 0; output < dimension; output++) {
                    turned[first + output * count + leaf] =
                            leaves[first + leaf * dimension + output];
                }
            }
            first += count * dimension;
        }
        return turned;
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
            addBlock(columns, stride, rows, sums, first);
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

    private void addBlock(int[] columns, int stride, int rows, double[] sums, int first) {
        if (dimension == 1) {
            new Block(columns, stride, rows, sums, first).addTrees();
            return;
        }
        double[] byOutput = new double[dimension * rows];
        new Block(columns, stride, rows, byOutput, 0).addTrees();
        for (int row = 0, at = first; row < rows; row++) {
            for (int output = 0; output < dimension; output++, at++) {
                sums[at] += byOutput[output * rows + row];
            }
        }
    }

    /** One block of rows on its way through the trees; sums lie output by output. */
    private final class Block {
        private final int[] columns;
        private final int stride;
        private final int rows;
        private final double[] sums;
        private final int first;
        private final int words;
        private final long[] bins;
        private final long[] indices;

        Block(int[] columns, int stride, int rows, double[] sums, int first) {
            this.columns = columns;
            this.stride = stride;
            this.rows = rows;
            this.sums = sums;
            this.first = first;
            this.words = BinPlanes.words(rows);
            this.bins = planes.bins(columns, stride, rows);
            this.indices = new long[TOGETHER * words];
        }

        void addTrees() {
            int split = 0;
            int leaf = 0;
            int tree = 0;
            while (tree < depths.length) {
                int together = Math.min(TOGETHER, shallowFrom(tree));
                if (together == 0) {
                    addDeepTree(split, depths[tree], leaf);
                    together = 1;
                } else if (together < TOGETHER) {
                    findLeaves(split, depths[tree], 0);
                    addOne(leaf, 1 << depths[tree]);
                    together = 1;
                } else {
                    findFour(split, tree);
                    addFour(leaf, tree);
                }
                for (int end = tree + together; tree < end; tree++) {
                    split += depths[tree];
                    leaf += dimension << depths[tree];
                }
            }
        }

        /** How many of the next trees have indices that fit into bytes. */
        private int shallowFrom(int tree) {
            int end = tree;
            while (end < depths.length && end < tree + TOGETHER && depths[end] <= SHALLOW) {
                end++;
            }
            return end - tree;
        }

        private void findFour(int firstSplit, int tree) {
            int split = firstSplit;
            for (int i = 0; i < TOGETHER; i++) {
                findLeaves(split, depths[tree + i], i * words);
                split += depths[tree + i];
            }
        }

        private void findLeaves(int split, int depth, int at) {
            Arrays.fill(indices, at, at + words, 0);
            for (int level = 0; level < depth; level++) {
                int plane = splitPlanes[split + level];
                BinPlanes.setBit(bins, plane, splitBins[split + level], level, indices, at, words);
            }
        }

        private void addOne(int leaf, int count) {
            for (int output = 0; output < dimension; output++) {
                int from = leaf + output * count;
                int target = first + output * rows;
                for (int row = 0; row < rows; row++) {
                    int index = (int) (indices[row >> 3] >>> (row << 3)) & MASK;
                    sums[target + row] += leavesByOutput[from + index];
                }
            }
        }

        private void addFour(int leaf, int tree) {
            int a = 1 << depths[tree];
            int b = 1 << depths[tree + 1];
            int c = 1 << depths[tree + 2];
            int d = 1 << depths[tree + 3];
            int second = leaf + a * dimension;
            int third = second + b * dimension;
            int fourth = third + c * dimension;
            for (int i = 0; i < dimension; i++) {
                addFour(leaf + i * a, second + i * b, third + i * c, fourth + i * d, i * rows);
            }
        }

        private void addFour(int a, int b, int c, int d, int target) {
            double[] values = leavesByOutput;
            int at = first + target;
            int end = at + rows;
            for (int word = 0; word < words; word++) {
                long ofA = indices[word];
                long ofB = indices[words + word];
                long ofC = indices[2 * words + word];
                long ofD = indices[3 * words + word];
                int until = Math.min(end, at + Long.BYTES);
                for (; at < until; at++) {
                    double sum = sums[at];
                    sum += values[a + ((int) ofA & MASK)];
                    sum += values[b + ((int) ofB & MASK)];
                    sum += values[c + ((int) ofC & MASK)];
                    sum += values[d + ((int) ofD & MASK)];
                    sums[at] = sum;
                    ofA >>>= Byte.SIZE;
                    ofB >>>= Byte.SIZE;
                    ofC >>>= Byte.SIZE;
                    ofD >>>= Byte.SIZE;
                }
            }
        }

        private void addDeepTree(int split, int depth, int leaf) {
            int count = 1 << depth;
            for (int row = 0; row < rows; row++) {
                int index = index(columns, stride, row, split, depth);
                for (int output = 0; output < dimension; output++) {
                    sums[first + output * rows + row] +=
                            leavesByOutput[leaf + output * count + index];
                }
            }
        }
    }
}
