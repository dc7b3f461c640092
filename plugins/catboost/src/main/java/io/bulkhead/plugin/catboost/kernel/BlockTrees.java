package io.bulkhead.plugin.catboost.kernel;

import io.bulkhead.plugin.catboost.format.SymmetricTrees;

/**
 * Takes blocks of rows through trees that ask one question on each level. Values become {@link
 * BinPlanes} first: then a level of a tree is a subtraction and a shift for eight rows in one long.
 * The leaves of some trees are found for all rows, and added eight rows at a time. Immutable.
 */
final class BlockTrees {
    /** Levels whose bits fit into a byte. */
    private static final int SHALLOW = 8;

    /** Trees whose leaves are found before they are added: what is found stays near. */
    private static final int MOST_TOGETHER = 32;

    private static final int LANES = Long.BYTES;

    private final int[] depths;
    private final int[] slots;
    private final int[] borders;
    private final BinPlanes planes;
    private final SplitBits splits;

    /** For each output and each tree the leaves: a power of two, so a mask is an index. */
    private final double[][][] leaves;

    private final int dimension;

    /**
     * @param slots of all splits
     * @param borders keys of all splits
     */
    BlockTrees(SymmetricTrees trees, SlotLayout layout, int[] slots, int[] borders, int dimension) {
        this.depths = trees.depths();
        this.slots = slots;
        this.borders = borders;
        this.planes = new BinPlanes(layout);
        this.splits = new SplitBits(planes, depths, slots, borders);
        this.dimension = dimension;
        this.leaves = byOutput(trees.leafValues());
    }

    private double[][][] byOutput(double[] values) {
        double[][][] byOutput = new double[dimension][depths.length][];
        int first = 0;
        for (int tree = 0; tree < depths.length; tree++) {
            int count = 1 << depths[tree];
            for (int output = 0; output < dimension; output++) {
                double[] own = new double[count];
                for (int leaf = 0; leaf < count; leaf++) {
                    own[leaf] = values[first + leaf * dimension + output];
                }
                byOutput[output][tree] = own;
            }
            first += count * dimension;
        }
        return byOutput;
    }

    /** So many rows, and those that fill up the last long. */
    static int stride(int rows) {
        return BinPlanes.words(rows) * LANES;
    }

    /** As {@link TreeKernel#add}, with columns that are as long as {@link #stride} wants them. */
    void add(int[] columns, int stride, int rows, double[] sums, int first) {
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
        private final long[][] bins;
        private final long[] found;

        Block(int[] columns, int stride, int rows, double[] sums, int first) {
            this.columns = columns;
            this.stride = stride;
            this.rows = rows;
            this.sums = sums;
            this.first = first;
            this.words = BinPlanes.words(stride);
            this.bins = planes.bins(columns, stride);
            this.found = new long[Math.min(MOST_TOGETHER, depths.length) * words];
        }

        void addTrees() {
            int split = 0;
            int tree = 0;
            while (tree < depths.length) {
                int end = shallowFrom(tree);
                addShallow(tree, end, split);
                for (; tree < end; tree++) {
                    split += depths[tree];
                }
                if (tree < depths.length && depths[tree] > SHALLOW) {
                    addDeep(tree, split);
                    split += depths[tree];
                    tree++;
                }
            }
        }

        /** Where those of the next trees end whose indices fit into bytes. */
        private int shallowFrom(int tree) {
            int end = tree;
            int most = Math.min(depths.length, tree + MOST_TOGETHER);
            while (end < most && depths[end] <= SHALLOW) {
                end++;
            }
            return end;
        }

        private void addShallow(int tree, int end, int split) {
            if (BinPlanes.areFew(words)) {
                for (int word = 0; word < words; word++) {
                    splits.findInWord(bins[word], tree, end, split, found);
                    addWord(tree, end, word, 0, 1);
                }
                return;
            }
            splits.findInTrees(bins, words, tree, end, split, found);
            for (int word = 0; word < words; word++) {
                addWord(tree, end, word, word, words);
            }
        }

        /**
         * @param from where the leaves of the word begin, {@code step} apart
         */
        private void addWord(int tree, int end, int word, int from, int step) {
            int row = word * LANES;
            for (int output = 0; output < dimension; output++) {
                int at = first + output * rows + row;
                if (rows - row >= LANES) {
                    addEight(tree, end, output, from, step, at);
                } else {
                    addSome(tree, end, output, from, step, at, rows - row);
                }
            }
        }

        /** Eight rows, whose sums stay in registers meanwhile. */
        private void addEight(int tree, int end, int output, int from, int step, int at) {
            double[][] trees = leaves[output];
            double sum0 = sums[at];
            double sum1 = sums[at + 1];
            double sum2 = sums[at + 2];
            double sum3 = sums[at + 3];
            double sum4 = sums[at + 4];
            double sum5 = sums[at + 5];
            double sum6 = sums[at + 6];
            double sum7 = sums[at + 7];
            for (int i = tree, word = from; i < end; i++, word += step) {
                double[] values = trees[i];
                long index = found[word];
                sum0 += values[(int) index & (values.length - 1)];
                sum1 += values[(int) (index >>> 8) & (values.length - 1)];
                sum2 += values[(int) (index >>> 16) & (values.length - 1)];
                sum3 += values[(int) (index >>> 24) & (values.length - 1)];
                sum4 += values[(int) (index >>> 32) & (values.length - 1)];
                sum5 += values[(int) (index >>> 40) & (values.length - 1)];
                sum6 += values[(int) (index >>> 48) & (values.length - 1)];
                sum7 += values[(int) (index >>> 56) & (values.length - 1)];
            }
            sums[at] = sum0;
            sums[at + 1] = sum1;
            sums[at + 2] = sum2;
            sums[at + 3] = sum3;
            sums[at + 4] = sum4;
            sums[at + 5] = sum5;
            sums[at + 6] = sum6;
            sums[at + 7] = sum7;
        }

        private void addSome(int tree, int end, int output, int from, int step, int at, int count) {
            double[][] trees = leaves[output];
            for (int row = 0; row < count; row++) {
                double sum = sums[at + row];
                for (int i = tree, word = from; i < end; i++, word += step) {
                    double[] values = trees[i];
                    long index = found[word] >>> (row * Byte.SIZE);
                    sum += values[(int) index & (values.length - 1)];
                }
                sums[at + row] = sum;
            }
        }

        private void addDeep(int tree, int split) {
            for (int row = 0; row < rows; row++) {
                int index = 0;
                for (int level = 0; level < depths[tree]; level++) {
                    int value = columns[slots[split + level] * stride + row];
                    index |= (value > borders[split + level] ? 1 : 0) << level;
                }
                for (int output = 0; output < dimension; output++) {
                    sums[first + output * rows + row] += leaves[output][tree][index];
                }
            }
        }
    }
}
