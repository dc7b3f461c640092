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

    /** The uppermost bit of each byte. */
    static final long SIGNS = 0x8080808080808080L;

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
     * @param stride a multiple of the lanes
     */
    long[] bins(int[] columns, int stride) {
        int words = words(stride);
        long[] bins = new long[planeCount * words];
        int[] below = new int[stride];
        int[] down = new int[stride];
        int[] up = new int[stride];
        for (int slot = 0; slot < counters.length; slot++) {
            counters[slot].count(columns, slot * stride, down, up, below);
            int planes = planesOf(slot);
            for (int i = 0; i < planes; i++) {
                if (planes > 1) {
                    clamp(below, i * MAX_BIN, down);
                }
                pack(planes > 1 ? down : below, bins, (firstPlanes[slot] + i) * words);
            }
        }
        return bins;
    }

    private static void clamp(int[] below, int from, int[] bins) {
        for (int row = 0; row < bins.length; row++) {
            bins[row] = Math.min(Math.max(below[row] - from, 0), MAX_BIN);
        }
    }

    private static void pack(int[] bins, long[] packed, int first) {
        for (int row = 0, word = first; row < bins.length; row += LANES, word++) {
            int low = bins[row] | bins[row + 1] << 8 | bins[row + 2] << 16 | bins[row + 3] << 24;
            int high =
                    bins[row + 4] | bins[row + 5] << 8 | bins[row + 6] << 16 | bins[row + 7] << 24;
            packed[word] = SIGNS | low | (long) high << Integer.SIZE;
        }
    }
}
