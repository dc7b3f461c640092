package io.bulkhead.codec.json;

import java.util.Arrays;

/**
 * Reads a {@code shape}: sizes of dimensions, of which one may be -1 for "as many as there are".
 */
final class ShapeReader {
    private static final int MAX_DIMENSIONS = 64;

    private final JsonCursor cursor;
    private final NumberScanner numbers;

    ShapeReader(JsonCursor cursor) {
        this.cursor = cursor;
        this.numbers = new NumberScanner(cursor);
    }

    WantedShape read() {
        cursor.peek();
        int start = cursor.position();
        long[] dimensions = new long[4];
        int rank = 0;
        if (cursor.beginList()) {
            do {
                if (rank == MAX_DIMENSIONS) {
                    throw cursor.fail(start, "at most " + MAX_DIMENSIONS + " dimensions are taken");
                }
                if (rank == dimensions.length) {
                    dimensions = Arrays.copyOf(dimensions, rank * 2);
                }
                dimensions[rank++] = readDimension();
            } while (cursor.nextElement());
        }
        return check(new WantedShape(Arrays.copyOf(dimensions, rank)), start);
    }

    private long readDimension() {
        int token = cursor.peek();
        int start = cursor.position();
        long size;
        if (token == '"') {
            size = new QuotedNumber(cursor, start, cursor.readString()).toLong();
        } else if (token == '-' || (token >= '0' && token <= '9')) {
            numbers.scan();
            size = numbers.toLong();
        } else {
            throw cursor.fail(start, "an integer is wanted, found " + cursor.found());
        }
        if (size < WantedShape.OPEN) {
            throw cursor.fail(start, "a dimension must be 0 or more, or -1, found " + size);
        }
        return size;
    }

    private WantedShape check(WantedShape shape, int start) {
        if (shape.openDimensions() > 1) {
            throw cursor.fail(start, "only one dimension may be -1, found " + shape);
        }
        if (shape.isTooLarge()) {
            throw cursor.fail(start, "shape " + shape + " wants more elements than can be counted");
        }
        return shape;
    }
}
