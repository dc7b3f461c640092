package io.bulkhead.plugin.catboost;

import io.bulkhead.api.tensor.Shape;

/**
 * The shape of answers. A request with a vector is about one row, and its answers have one
 * dimension less.
 *
 * @param count of the rows
 * @param vector whether the request was a vector
 */
record RowShape(int count, boolean vector) {
    /** Of answers with one value for each row. */
    Shape ofOne() {
        return vector ? Shape.of() : Shape.of(count);
    }

    /** Of answers with so many values for each row, dimension by dimension. */
    Shape of(long... widths) {
        if (vector) {
            return Shape.of(widths);
        }
        long[] all = new long[widths.length + 1];
        all[0] = count;
        System.arraycopy(widths, 0, all, 1, widths.length);
        return Shape.of(all);
    }
}
