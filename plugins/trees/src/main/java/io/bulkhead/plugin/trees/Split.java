package io.bulkhead.plugin.trees;

/**
 * What a node asks of a row: whether the value of a column is above a threshold, or whether it is
 * one of some categories.
 *
 * @param column of the {@link RowValues}, from 1 on
 * @param threshold of numbers; no NaN
 * @param members a bit for each category, 32 in a word; empty for numbers
 * @param categorical whether it asks for categories
 */
@SuppressWarnings("ArrayRecordComponent") // made and read while a model is laid out
public record Split(int column, double threshold, int[] members, boolean categorical) {
    private static final int[] NONE = {};

    /** True of values that are greater. */
    public static Split above(int column, double threshold) {
        return new Split(column, threshold, NONE, false);
    }

    /** True of categories in a set. */
    public static Split within(int column, int[] members) {
        return new Split(column, 0, members, true);
    }
}
