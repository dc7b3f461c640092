package io.bulkhead.plugin.catboost.kernel;

import java.util.Arrays;

/**
 * Counts for a value how many borders of its slot lie below, in a time that hardly depends on how
 * many there are. Their range is cut into cells; the cell of a value is computed, and only the
 * borders in the same cell, mostly one or two, are compared with it. No step is a branch, which the
 * processor would guess wrong. A greater value is never in a lower cell, so whatever the cells,
 * counts are exact.
 *
 * <p>Cells are of the same width between {@linkplain FloatOrder keys}. As keys grow by the same for
 * each doubling of a number, borders about 0 would leave most cells empty: the widest gap between
 * two borders has none. Immutable.
 */
final class BorderCells {
    private static final int FEWEST_EACH = 4;
    private static final int MOST_EACH = 32;
    private static final int MAX_CELLS = 1024;
    private static final int TWO = 2;

    private final int lowest;
    private final int highest;
    private final int belowGap;
    private final int aboveGap;
    private final int shift;

    /** For each cell, how many borders lie in those before. */
    private final char[] starts;

    /** The borders' keys, then some that no value is greater than. */
    private final int[] compared;

    /** The most borders that share a cell. */
    private final int most;

    /** As few cells as keep most borders apart: they share the cache with those of other slots. */
    static BorderCells of(int[] borders) {
        int each = FEWEST_EACH;
        BorderCells cells = new BorderCells(borders, each);
        while (cells.most > TWO && each < MOST_EACH) {
            each *= 2;
            cells = new BorderCells(borders, each);
        }
        return cells;
    }

    /**
     * @param borders keys, ascending
     * @param each how many cells there are about for each of them
     */
    private BorderCells(int[] borders, int each) {
        int count = borders.length;
        this.compared = Arrays.copyOf(borders, 2 * count + TWO);
        Arrays.fill(compared, count, compared.length, Integer.MAX_VALUE);
        int gap = widestGap(borders);
        this.lowest = compared[0];
        this.highest = compared[Math.max(0, count - 1)];
        this.belowGap = compared[gap];
        this.aboveGap = Math.min(compared[gap + 1], highest);
        this.shift = shift(beyondLowest(highest), Math.min(MAX_CELLS, (count + 1) * each));
        this.starts = starts(borders);
        this.most = most(borders);
    }

    /** The border below it. */
    private static int widestGap(int[] borders) {
        int widest = 0;
        long width = 0;
        for (int i = 0; i + 1 < borders.length; i++) {
            long own = (long) borders[i + 1] - borders[i];
            widest = own > width ? i : widest;
            width = Math.max(width, own);
        }
        return widest;
    }

    private static int shift(int range, int cells) {
        int shift = 0;
        while (Integer.compareUnsigned(range >>> shift, cells) >= 0) {
            shift++;
        }
        return shift;
    }

    private char[] starts(int[] borders) {
        char[] starts = new char[cell(highest) + 1];
        int before = 0;
        for (int cell = 0; cell < starts.length; cell++) {
            while (before < borders.length && cell(borders[before]) < cell) {
                before++;
            }
            starts[cell] = (char) Math.min(before, Character.MAX_VALUE); // whose cell is searched
        }
        return starts;
    }

    private int most(int[] borders) {
        int most = borders.length == 0 ? 0 : borders.length - starts[starts.length - 1];
        for (int cell = 1; cell < starts.length; cell++) {
            most = Math.max(most, starts[cell] - starts[cell - 1]);
        }
        return most;
    }

    /** Values beyond the borders share the cell of the nearest one. */
    private int cell(int value) {
        return beyondLowest(value) >>> shift;
    }

    /** Without the gap: as an int that has no sign. */
    private int beyondLowest(int value) {
        int above = Math.max(Math.min(value, highest), aboveGap);
        int below = Math.min(Math.max(value, lowest), belowGap);
        return above - aboveGap + (below - lowest);
    }

    /** How many borders lie below a value. */
    int count(int value) {
        return most <= TWO ? ofTwo(value) : ofMany(value);
    }

    /**
     * Counts for eight rows.
     *
     * @param values keys of the slot, from {@code from} on
     * @return a byte for each row, which all counts must fit into
     */
    long countEight(int[] values, int from) {
        int low =
                count(values[from])
                        | count(values[from + 1]) << 8
                        | count(values[from + 2]) << 16
                        | count(values[from + 3]) << 24;
        int high =
                count(values[from + 4])
                        | count(values[from + 5]) << 8
                        | count(values[from + 6]) << 16
                        | count(values[from + 7]) << 24;
        return Integer.toUnsignedLong(low) | (long) high << Integer.SIZE;
    }

    /** A border behind those of the cell may be compared too, and is greater. */
    private int ofTwo(int value) {
        int start = starts[cell(value)];
        return start + (value > compared[start] ? 1 : 0) + (value > compared[start + 1] ? 1 : 0);
    }

    private int ofMany(int value) {
        int found = starts[cell(value)];
        for (int left = most, half = 0; left > 0; left -= half) {
            half = (left + 1) >>> 1;
            found += value > compared[found + half - 1] ? half : 0;
        }
        return found;
    }
}
