package io.bulkhead.plugin.catboost.kernel;

import java.util.Arrays;

/** Counts, for the values of one slot, how many of its borders lie below. Immutable. */
final class BorderCounter {
    /** Measured: with more borders, halving them is quicker than looking at all. */
    private static final int FEW_BORDERS = 48;

    private final int[] keys;

    /**
     * @param borders ascending
     */
    BorderCounter(float[] borders) {
        this.keys = new int[borders.length];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = key(borders[i]);
        }
    }

    int borderCount() {
        return keys.length;
    }

    /** How many borders are not greater than this one; so many lie below what is greater. */
    int rank(float border) {
        int key = key(border);
        int rank = 0;
        for (int one : keys) {
            rank += one <= key ? 1 : 0;
        }
        return rank;
    }

    /**
     * @param values of the slot, from {@code from} on, one for each element of {@code below}
     * @param scratch of the same length as {@code below}
     */
    void count(float[] values, int from, int[] scratch, int[] below) {
        for (int row = 0; row < below.length; row++) {
            scratch[row] = key(values[from + row]);
        }
        if (keys.length <= FEW_BORDERS) {
            countAll(scratch, below);
        } else {
            countByHalving(scratch, below);
        }
    }

    private void countAll(int[] values, int[] below) {
        Arrays.fill(below, 0);
        for (int border : keys) {
            for (int row = 0; row < below.length; row++) {
                int value = values[row];
                // border < value without a branch or an overflow; becomes vector instructions.
                below[row] += ((border & ~value) | (~(border ^ value) & (border - value))) >>> 31;
            }
        }
    }

    private void countByHalving(int[] values, int[] below) {
        for (int row = 0; row < below.length; row++) {
            int value = values[row];
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

    /** An integer that is in the same order; NaN comes first, as nothing lies below it. */
    private static int key(float value) {
        int bits = Float.floatToRawIntBits(value + 0.0f); // -0 becomes 0, which it is equal to
        return Float.isNaN(value) ? Integer.MIN_VALUE : bits ^ ((bits >> 31) & Integer.MAX_VALUE);
    }
}
