package io.bulkhead.plugin.catboost.kernel;

import java.util.Arrays;

/**
 * Counts, for the values of one slot, how many of its borders lie below. Their {@linkplain
 * FloatOrder keys} are halved, so that the sign of a difference tells which one is greater: rounded
 * down beside borders that are odd, rounded up beside those that are even, no comparison changes.
 * Immutable.
 */
final class BorderCounter {
    /** Measured: with more borders, halving them is quicker than looking at all. */
    private static final int FEW_BORDERS = 160;

    private final int[] keys;
    private final int[] odd;
    private final int[] even;

    /**
     * @param borders keys, ascending
     */
    BorderCounter(int[] borders) {
        this.keys = borders;
        this.odd = Arrays.stream(keys).filter(key -> (key & 1) == 1).map(key -> key >> 1).toArray();
        this.even =
                Arrays.stream(keys).filter(key -> (key & 1) == 0).map(key -> key >> 1).toArray();
    }

    int borderCount() {
        return keys.length;
    }

    /** How many borders are not greater than this one; so many lie below what is greater. */
    int rank(int border) {
        int rank = 0;
        for (int one : keys) {
            rank += one <= border ? 1 : 0;
        }
        return rank;
    }

    /**
     * Counts for a block of rows.
     *
     * @param values keys of the slot, from {@code from} on, one for each element of {@code below}
     * @param scratch of the same length as {@code below}
     */
    void count(int[] values, int from, int[] scratch, int[] below) {
        if (keys.length > FEW_BORDERS) {
            countByHalving(values, from, below);
            return;
        }
        Arrays.fill(below, 0);
        // Loops over whole arrays become vector instructions, those over parts do not.
        System.arraycopy(values, from, scratch, 0, below.length);
        addBelow(odd, 0, scratch, below);
        addBelow(even, 1, scratch, below);
    }

    /** Four borders at a time, as the counts have to be fetched and put back. */
    private static void addBelow(int[] borders, int up, int[] values, int[] below) {
        int i = 0;
        for (; i + 3 < borders.length; i += 4) {
            addFour(borders[i], borders[i + 1], borders[i + 2], borders[i + 3], up, values, below);
        }
        for (; i < borders.length; i++) {
            int border = borders[i];
            for (int row = 0; row < below.length; row++) {
                below[row] += (border - ((values[row] + up) >> 1)) >>> 31;
            }
        }
    }

    private static void addFour(int a, int b, int c, int d, int up, int[] values, int[] below) {
        for (int row = 0; row < below.length; row++) {
            int value = (values[row] + up) >> 1;
            below[row] +=
                    ((a - value) >>> 31)
                            + ((b - value) >>> 31)
                            + ((c - value) >>> 31)
                            + ((d - value) >>> 31);
        }
    }

    private void countByHalving(int[] values, int from, int[] below) {
        for (int row = 0; row < below.length; row++) {
            int value = values[from + row];
            int found = 0;
            int left = keys.length;
            while (left > 0) {
                int half = (left + 1) >>> 1;
                found += value > keys[found + half - 1] ? half : 0;
                left -= half;
            }
            below[row] = found;
        }
    }
}
