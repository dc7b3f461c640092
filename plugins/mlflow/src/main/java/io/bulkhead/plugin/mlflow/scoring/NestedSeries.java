package io.bulkhead.plugin.mlflow.scoring;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.tensor.Shape;
import java.io.IOException;
import java.util.Arrays;

/** Nested lists of one shape as they are read: their values in a row, and the shape. */
final class NestedSeries {
    private static final int MAX_RANK = 32;
    private static final int OPEN = -1;

    private final String name;
    private final Series values = new Series();
    private final int[] sizes = new int[MAX_RANK];
    private int rank = OPEN;
    private int count;

    /**
     * @param name for messages
     */
    NestedSeries(String name) {
        this.name = name;
        Arrays.fill(sizes, OPEN);
    }

    Series values() {
        return values;
    }

    /** Adds the value that the parser is at: a list, or a plain value. */
    void add(JsonParser parser) throws IOException {
        add(parser, 0);
        count++;
    }

    private void add(JsonParser parser, int depth) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            requireRank(depth);
            values.add(parser);
            return;
        }
        if (depth == MAX_RANK) {
            throw ServingException.invalidArgument("'" + name + "': nested too deeply");
        }
        int size = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            add(parser, depth + 1);
            size++;
        }
        if (size == 0) {
            requireRank(depth + 1);
        }
        requireSize(depth, size);
    }

    private void requireRank(int found) {
        if (rank == OPEN) {
            rank = found;
        }
        if (rank != found) {
            throw ragged();
        }
    }

    private void requireSize(int depth, int found) {
        if (sizes[depth] == OPEN) {
            sizes[depth] = found;
        }
        if (sizes[depth] != found) {
            throw ragged();
        }
    }

    private ServingException ragged() {
        return ServingException.invalidArgument(
                "'" + name + "': lists beside one another are of different lengths");
    }

    /** The shape of the one value that was added. */
    Shape shape() {
        return Shape.of(inner());
    }

    /** The shape of all values that were added, in a list. */
    Shape stackedShape() {
        long[] inner = inner();
        long[] stacked = new long[inner.length + 1];
        stacked[0] = count;
        System.arraycopy(inner, 0, stacked, 1, inner.length);
        return Shape.of(stacked);
    }

    private long[] inner() {
        long[] shape = new long[Math.max(0, rank)];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = sizes[i];
        }
        return shape;
    }
}
