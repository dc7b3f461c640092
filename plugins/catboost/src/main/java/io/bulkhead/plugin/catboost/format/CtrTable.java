package io.bulkhead.plugin.catboost.format;

import io.bulkhead.plugin.trees.MalformedModelException;

/**
 * Target statistics by hash of a combination of features: an open-addressed table of the hashes,
 * and a row of numbers for each. Immutable.
 */
public final class CtrTable {
    /** What a hash has that is not in the table. */
    public static final int ABSENT = -1;

    private static final long EMPTY = -1L;

    private final long[] hashes;
    private final int[] rows;
    private final int[] counts;
    private final float[] sums;
    private final int width;
    private final int denominator;

    /**
     * @param hashes of the buckets, a power of two of them; -1 is an empty one
     * @param rows of the buckets
     * @param counts {@code width} for each row; one if there are sums
     * @param sums one for each row, or none
     */
    CtrTable(long[] hashes, int[] rows, int[] counts, float[] sums, int width, int denominator)
            throws MalformedModelException {
        if (Integer.bitCount(hashes.length) != 1 || width < 1) {
            throw new MalformedModelException(
                    "target statistics with "
                            + hashes.length
                            + " buckets of "
                            + width
                            + " numbers");
        }
        int rowCount = counts.length / width;
        for (int i = 0; i < hashes.length; i++) {
            if (hashes[i] != EMPTY && (rows[i] < 0 || rows[i] >= rowCount)) {
                throw new MalformedModelException(
                        "target statistics point to row " + rows[i] + " of " + rowCount);
            }
        }
        this.hashes = hashes;
        this.rows = rows;
        this.counts = counts;
        this.sums = sums;
        this.width = width;
        this.denominator = denominator;
    }

    /** The row of this hash, or {@link #ABSENT}. */
    public int find(long hash) {
        int mask = hashes.length - 1;
        int bucket = (int) hash & mask;
        // A damaged table may have no empty bucket, which ends the search in a good one.
        for (int probes = 0; probes <= mask; probes++) {
            long found = hashes[bucket];
            if (found == EMPTY) {
                return ABSENT;
            }
            if (found == hash) {
                return rows[bucket];
            }
            bucket = (bucket + 1) & mask;
        }
        return ABSENT;
    }

    /** How many counts each row has. */
    public int width() {
        return width;
    }

    public int denominator() {
        return denominator;
    }

    public int count(int row, int column) {
        return counts[row * width + column];
    }

    public float sum(int row) {
        return sums[row];
    }
}
