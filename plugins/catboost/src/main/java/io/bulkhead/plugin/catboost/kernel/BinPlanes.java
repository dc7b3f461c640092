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
    private static final long EACH = 0x0101010101010101L;
    private static final long SIGNS = 0x8080808080808080L;

    private final BorderCounter[] counters;
    private final int[] firstPlanes;
    private final int planeCount;

    BinPlanes(SlotLayout layout) {
        this.counters = new BorderCounter[layout.slotCount()];
        this.firstPlanes = new int[counters.length];
        int planes = 0;
        for (int slot = 0; slot < counters.length; slot++) {
            counters[slot] = new BorderCounter(layout.bordersOf(slot));
            firstPlanes[slot] = planes;
            planes += planesOf(slot);
        }
        this.planeCount = planes;
    }

    private int planesOf(int slot) {
        return Math.max(1, (counters[slot].borderCount() + MAX_BIN - 1) / MAX_BIN);
    }

    /** How many longs hold a byte for each of so many rows. */
    static int words(int rows) {
        return (rows + LANES - 1) / LANES;
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
     * The bins of all planes, plane by plane. Their uppermost bits are set, and stay so in a
     * difference from a bin that is not greater.
     *
     * @param columns keys, one of {@code stride} values for each slot
     */
    long[] bins(int[] columns, int stride, int rows) {
        int words = words(rows);
        long[] bins = new long[planeCount * words];
        int[] below = new int[rows];
        int[] scratch = new int[rows];
        for (int slot = 0; slot < counters.length; slot++) {
            counters[slot].count(columns, slot * stride, scratch, below);
            int planes = planesOf(slot);
            for (int i = 0; i < planes; i++) {
                if (planes > 1) {
                    clamp(below, i * MAX_BIN, scratch);
                }
                pack(planes > 1 ? scratch : below, bins, (firstPlanes[slot] + i) * words);
            }
        }
        return bins;
    }

    private static void clamp(int[] below, int from, int[] bins) {
        for (int row = 0; row < bins.length; row++) {
            bins[row] = Math.min(Math.max(below[row] - from, 0), MAX_BIN);
        }
    }

    private static void pack(int[] bins, long[] packed, int at) {
        int row = 0;
        int word = at;
        for (; row + LANES <= bins.length; row += LANES) {
            int low = bins[row] | bins[row + 1] << 8 | bins[row + 2] << 16 | bins[row + 3] << 24;
            int high =
                    bins[row + 4] | bins[row + 5] << 8 | bins[row + 6] << 16 | bins[row + 7] << 24;
            packed[word++] = SIGNS | low | (long) high << Integer.SIZE;
        }
        if (row < bins.length) {
            long last = SIGNS;
            for (int shift = 0; row < bins.length; row++, shift += Byte.SIZE) {
                last |= (long) bins[row] << shift;
            }
            packed[word] = last;
        }
    }

    /**
     * Sets one bit of each byte: whether its bin is at least so great.
     *
     * @param bit which one, the lowest is 0
     */
    static void setBit(
            long[] bins, int plane, long least, int bit, long[] indices, int first, int words) {
        int shift = Byte.SIZE - 1 - bit;
        int from = plane * words;
        for (int i = 0; i < words; i++) {
            indices[first + i] |= ((bins[from + i] - least) & SIGNS) >>> shift;
        }
    }
}
