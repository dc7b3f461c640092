package io.bulkhead.plugin.catboost.kernel;

import java.util.Arrays;

/**
 * What the splits of trees ask of {@link BinPlanes}, and the leaves that the answers' bits make up.
 * Immutable.
 */
final class SplitBits {
    /** How many levels are found at once: as many as trees have unless told otherwise. */
    private static final int AT_ONCE = 6;

    private final int[] planes;
    private final long[] least;

    /**
     * @param slots of all splits
     * @param borders keys of all splits
     */
    SplitBits(BinPlanes bins, int[] slots, int[] borders) {
        this.planes = new int[slots.length];
        this.least = new long[slots.length];
        for (int i = 0; i < slots.length; i++) {
            planes[i] = bins.plane(slots[i], borders[i]);
            least[i] = bins.least(slots[i], borders[i]);
        }
    }

    /**
     * Finds the leaf of a tree for each row.
     *
     * @param bins as {@link BinPlanes#bins} made them
     * @param words how many longs each plane has
     * @param split the first of the tree's
     * @param depth how many splits it has, at most as many as a byte has bits
     * @param leaves where the leaves go from {@code first} on, a byte for each row
     */
    void findLeaves(long[] bins, int words, int split, int depth, long[] leaves, int first) {
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
    private void findSix(long[] bins, int words, int split, long[] leaves, int first) {
        int plane0 = planes[split] * words;
        int plane1 = planes[split + 1] * words;
        int plane2 = planes[split + 2] * words;
        int plane3 = planes[split + 3] * words;
        int plane4 = planes[split + 4] * words;
        int plane5 = planes[split + 5] * words;
        long least0 = least[split];
        long least1 = least[split + 1];
        long least2 = least[split + 2];
        long least3 = least[split + 3];
        long least4 = least[split + 4];
        long least5 = least[split + 5];
        for (int i = 0; i < words; i++) {
            leaves[first + i] =
                    ((bins[plane0 + i] - least0) & BinPlanes.SIGNS) >>> 7
                            | ((bins[plane1 + i] - least1) & BinPlanes.SIGNS) >>> 6
                            | ((bins[plane2 + i] - least2) & BinPlanes.SIGNS) >>> 5
                            | ((bins[plane3 + i] - least3) & BinPlanes.SIGNS) >>> 4
                            | ((bins[plane4 + i] - least4) & BinPlanes.SIGNS) >>> 3
                            | ((bins[plane5 + i] - least5) & BinPlanes.SIGNS) >>> 2;
        }
    }

    private void addBit(long[] bins, int words, int split, int bit, long[] leaves, int first) {
        int shift = Byte.SIZE - 1 - bit;
        int plane = planes[split] * words;
        long bin = least[split];
        for (int i = 0; i < words; i++) {
            leaves[first + i] |= ((bins[plane + i] - bin) & BinPlanes.SIGNS) >>> shift;
        }
    }
}
