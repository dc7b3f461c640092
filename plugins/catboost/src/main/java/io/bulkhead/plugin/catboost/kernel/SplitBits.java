package io.bulkhead.plugin.catboost.kernel;

import java.util.Arrays;

/**
 * What the splits of trees ask of {@link BinPlanes}, and the leaves that the answers' bits make up.
 * Immutable.
 */
final class SplitBits {
    /** How many levels are found at once: as many as trees have unless told otherwise. */
    private static final int AT_ONCE = 6;

    private final int[] depths;
    private final int[] planes;
    private final long[] least;

    /**
     * @param slots of all splits
     * @param borders keys of all splits
     */
    SplitBits(BinPlanes bins, int[] depths, int[] slots, int[] borders) {
        this.depths = depths;
        this.planes = new int[slots.length];
        this.least = new long[slots.length];
        for (int i = 0; i < slots.length; i++) {
            planes[i] = bins.plane(slots[i], borders[i]);
            least[i] = bins.least(slots[i], borders[i]);
        }
    }

    /**
     * Finds the leaf of each row in some trees.
     *
     * @param bins plane by plane, as {@link BinPlanes#bins} made them
     * @param words how many longs each plane has
     * @param end behind the last of the trees, which have at most as many levels as a byte has bits
     * @param split the first of the first tree's
     * @param leaves where the leaves go, tree by tree, a byte for each row
     */
    void findInTrees(long[][] bins, int words, int tree, int end, int split, long[] leaves) {
        int next = split;
        for (int i = tree; i < end; i++) {
            findInTree(bins, words, next, depths[i], leaves, (i - tree) * words);
            next += depths[i];
        }
    }

    /**
     * The same for the eight rows of a word.
     *
     * @param bins of the word, a long for each plane
     */
    void findInWord(long[] bins, int tree, int end, int split, long[] leaves) {
        int next = split;
        for (int i = tree; i < end; i++) {
            int depth = depths[i];
            leaves[i - tree] = depth == AT_ONCE ? sixLevels(bins, next) : levels(bins, next, depth);
            next += depth;
        }
    }

    private long levels(long[] bins, int split, int depth) {
        long leaf = 0;
        for (int level = 0; level < depth; level++) {
            leaf |= answer(bins, split + level) >>> (Byte.SIZE - 1 - level);
        }
        return leaf;
    }

    private long sixLevels(long[] bins, int split) {
        return answer(bins, split) >>> 7
                | answer(bins, split + 1) >>> 6
                | answer(bins, split + 2) >>> 5
                | answer(bins, split + 3) >>> 4
                | answer(bins, split + 4) >>> 3
                | answer(bins, split + 5) >>> 2;
    }

    private long answer(long[] bins, int split) {
        return (bins[planes[split]] - least[split]) & BinPlanes.SIGNS;
    }

    private void findInTree(
            long[][] bins, int words, int split, int depth, long[] leaves, int first) {
        int level = 0;
        if (depth >= AT_ONCE) {
            findSix(bins, words, split, leaves, first);
            level = AT_ONCE;
        } else {
            Arrays.fill(leaves, first, first + words, 0);
        }
        for (; level < depth; level++) {
            addBit(bins, words, split + level, level, leaves, first);
        }
    }

    /**
     * Numbers that stay the same are fetched before the loop, and leaves are not fetched at all.
     */
    private void findSix(long[][] bins, int words, int split, long[] leaves, int first) {
        long[] plane0 = bins[planes[split]];
        long[] plane1 = bins[planes[split + 1]];
        long[] plane2 = bins[planes[split + 2]];
        long[] plane3 = bins[planes[split + 3]];
        long[] plane4 = bins[planes[split + 4]];
        long[] plane5 = bins[planes[split + 5]];
        long least0 = least[split];
        long least1 = least[split + 1];
        long least2 = least[split + 2];
        long least3 = least[split + 3];
        long least4 = least[split + 4];
        long least5 = least[split + 5];
        for (int i = 0; i < words; i++) {
            leaves[first + i] =
                    ((plane0[i] - least0) & BinPlanes.SIGNS) >>> 7
                            | ((plane1[i] - least1) & BinPlanes.SIGNS) >>> 6
                            | ((plane2[i] - least2) & BinPlanes.SIGNS) >>> 5
                            | ((plane3[i] - least3) & BinPlanes.SIGNS) >>> 4
                            | ((plane4[i] - least4) & BinPlanes.SIGNS) >>> 3
                            | ((plane5[i] - least5) & BinPlanes.SIGNS) >>> 2;
        }
    }

    private void addBit(long[][] bins, int words, int split, int bit, long[] leaves, int first) {
        int shift = Byte.SIZE - 1 - bit;
        long[] plane = bins[planes[split]];
        long bin = least[split];
        for (int i = 0; i < words; i++) {
            leaves[first + i] |= ((plane[i] - bin) & BinPlanes.SIGNS) >>> shift;
        }
    }
}
