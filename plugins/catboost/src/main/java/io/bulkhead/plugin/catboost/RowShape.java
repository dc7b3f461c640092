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

    /** Of answers with this many values for each row. */
    Shape of(int width) {
        return vector ? Shape.of(width) : Shape.of(count, width);
    }
}
