package io.bulkhead.plugin.catboost.kernel;

/**
 * How many borders of its slot lie below each value of a block of rows, eight rows to a long: a bin
 * is a byte, and a slot with more borders than a bin can count has several planes of bins.
 * Immutable.
 */
final class BinPlanes {
    /** The greatest bin, which leaves the uppermost bit of a byte to a subtraction. */
    private static final int MAX_BIN = 127;

    private static final int LANES = Long.BYTES;

    /** Measured: for fewer, borders are counted value by value. */
    private static final int MANY_ROWS = 32;

    /** Measured: up to so many longs of a plane are better taken one by one. */
    private static final int FEW_WORDS = 4;

    private static final long EACH = 0x0101010101010101L;

    /** The uppermost bit of each byte. */
    static final long SIGNS = 0x8080808080808080L;

    private final BorderCounter[] counters;
    private final BorderCells[] cells;

    /** Where those of each slot begin, and where the last one's end. */
    private final int[] firstPlanes;

    private final int planeCount;

    BinPlanes(SlotLayout layout) {
        this.counters = new BorderCounter[layout.slotCount()];
        this.cells = new BorderCells[counters.length];
        this.firstPlanes = new int[counters.length + 1];
        int planes = 0;
        for (int slot = 0; slot < counters.length; slot++) {
            counters[slot] = new BorderCounter(layout.bordersOf(slot));
            cells[slot] = counters[slot].cells();
            planes += Math.max(1, (counters[slot].borderCount() + MAX_BIN - 1) / MAX_BIN);
            firstPlanes[slot + 1] = planes;
        }
        this.planeCount = planes;
    }

    private int planesOf(int slot) {
        return firstPlanes[slot + 1] - firstPlanes[slot];
    }

    /** How many longs hold a byte for each of so many rows. */
    static int words(int rows) {
        return (rows + LANES - 1) / LANES;
    }

    /** Whether the bins of so many rows lie word by word, and not plane by plane. */
    static boolean areFew(int words) {
        return words <= FEW_WORDS;
    }

    /** The plane that tells whether values of a slot are greater than one of its borders. */
    int plane(int slot, int border) {
        return firstPlanes[slot] + (counters[slot].rank(border) - 1) / MAX_BIN;
    }

    /** The bin that such values have at least, in each byte. */
    long least(int slot, int border) {
        return ((counters[slot].rank(border) - 1) % MAX_BIN + 1) * EACH;
    }

    /**
     * The bins of all planes. Their uppermost bits are set, and stay so in a difference from a bin
     * that is not greater.
     *
     * @param columns keys, one of {@code stride} values for each slot
     * @param stride a multiple of the lanes
     * @return {@linkplain #areFew word by word} a long for each plane, or plane by plane one for
     *     each word
     */
    long[][] bins(int[] columns, int stride) {
        int words = words(stride);
        long[][] bins = areFew(words) ? new long[words][planeCount] : new long[planeCount][words];
        if (stride < MANY_ROWS) {
            for (int word = 0; word < words; word++) {
                fillWord(columns, stride, word, bins[word]);
            }
        } else {
            fillMany(columns, stride, words, bins);
        }
        return bins;
    }

    /** Eight rows, whose borders are counted value by value. */
    private void fillWord(int[] columns, int stride, int word, long[] bins) {
        int from = word * LANES;
        for (int slot = 0; slot < counters.length; slot++, from += stride) {
            int planes = planesOf(slot);
            for (int i = 0; i < planes; i++) {
                bins[firstPlanes[slot] + i] = SIGNS | counts(slot, i, planes, columns, from);
            }
        }
    }

    private long counts(int slot, int plane, int planes, int[] columns, int from) {
        BorderCells own = cells[slot];
        if (planes == 1) {
            return own.countEight(columns, from);
        }
        long counts = 0;
        for (int row = 0; row < LANES; row++) {
            int below = own.count(columns[from + row]) - plane * MAX_BIN;
            long bin = Math.min(Math.max(below, 0), MAX_BIN);
            counts |= bin << (row * Byte.SIZE);
        }
        return counts;
    }

    private void fillMany(int[] columns, int stride, int words, long[][] bins) {
        int[][] scratch = new int[3][stride];
        for (int slot = 0; slot < counters.length; slot++) {
            int from = slot * stride;
            int planes = planesOf(slot);
            boolean together = counters[slot].areFewBorders();
            if (together) {
                counters[slot].count(columns, from, scratch[0], scratch[1], scratch[2]);
            }
            for (int word = 0; word < words; word++) {
                int row = word * LANES;
                for (int i = 0; i < planes; i++) {
                    long counts =
                            together
                                    ? packed(scratch[2], row)
                                    : counts(slot, i, planes, columns, from + row);
                    put(bins, words, firstPlanes[slot] + i, word, counts);
                }
            }
        }
    }

    private static void put(long[][] bins, int words, int plane, int word, long counts) {
        if (areFew(words)) {
            bins[word][plane] = SIGNS | counts;
        } else {
            bins[plane][word] = SIGNS | counts;
        }
    }

    private static long packed(int[] counts, int row) {
        int low =
                counts[row] | counts[row + 1] << 8 | counts[row + 2] << 16 | counts[row + 3] << 24;
        int high =
                counts[row + 4]
                        | counts[row + 5] << 8
                        | counts[row + 6] << 16
                        | counts[row + 7] << 24;
        return Integer.toUnsignedLong(low) | (long) high << Integer.SIZE;
    }
}
