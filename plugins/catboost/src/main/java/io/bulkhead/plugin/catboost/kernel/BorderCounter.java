package io.bulkhead.plugin.catboost.kernel;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Counts, for the values of one slot, how many of its borders lie below. Their {@linkplain
 * FloatOrder keys} are halved, so that the sign of a difference tells which one is greater: rounded
 * down beside borders that are odd, rounded up beside those that are even, no comparison changes.
 * Immutable.
 */
final class BorderCounter {
    /** Measured: with more borders, their cells are quicker than looking at all. */
    private static final int FEW_BORDERS = 48;

    private static final int LANES = 4;

    private final int[] keys;
    private final int[] odd;
    private final int[] even;
    private final BorderCells cells;

    /**
     * @param borders keys, ascending
     */
    BorderCounter(int[] borders) {
        this.keys = borders;
        this.odd = halved(Arrays.stream(keys).filter(key -> (key & 1) == 1));
        this.even = halved(Arrays.stream(keys).filter(key -> (key & 1) == 0));
        this.cells = BorderCells.of(keys);
    }

    /** Filled up to whole lanes with what no value is greater than. */
    private static int[] halved(IntStream keys) {
        int[] halves = keys.map(key -> key >> 1).toArray();
        int[] lanes = Arrays.copyOf(halves, (halves.length + LANES - 1) / LANES * LANES);
        Arrays.fill(lanes, halves.length, lanes.length, Integer.MAX_VALUE >> 1);
        return lanes;
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

    /** Whether looking at all borders takes less time than to find the cells of values. */
    boolean areFewBorders() {
        return keys.length <= FEW_BORDERS;
    }

    /** Counts for single values. */
    BorderCells cells() {
        return cells;
    }

    /**
     * Counts for a block of rows.
     *
     * @param values keys of the slot, from {@code from} on, one for each element of {@code below}
     * @param down scratch of the same length as {@code below}
     * @param up the same
     */
    void count(int[] values, int from, int[] down, int[] up, int[] below) {
        // Loops over whole arrays become vector instructions, those over parts do not.
        System.arraycopy(values, from, down, 0, down.length);
        halve(down, up, below);
        addBelow(odd, down, below);
        addBelow(even, up, below);
    }

    private static void halve(int[] down, int[] up, int[] below) {
        for (int row = 0; row < below.length; row++) {
            int value = down[row];
            up[row] = (value + 1) >> 1;
            down[row] = value >> 1;
            below[row] = 0;
        }
    }

    /** Four borders at a time, as the counts have to be fetched and put back. */
    private static void addBelow(int[] borders, int[] values, int[] below) {
        for (int i = 0; i < borders.length; i += LANES) {
            addFour(borders[i], borders[i + 1], borders[i + 2], borders[i + 3], values, below);
        }
    }

    private static void addFour(int a, int b, int c, int d, int[] values, int[] below) {
        for (int row = 0; row < below.length; row++) {
            int value = values[row];
            below[row] +=
                    ((a - value) >>> 31)
                            + ((b - value) >>> 31)
                            + ((c - value) >>> 31)
                            + ((d - value) >>> 31);
        }
    }
}
