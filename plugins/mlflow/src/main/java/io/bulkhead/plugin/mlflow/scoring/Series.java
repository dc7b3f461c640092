package io.bulkhead.plugin.mlflow.scoring;

import com.fasterxml.jackson.core.JsonParser;
import io.bulkhead.plugin.mlflow.json.JsonText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values as they are read, one behind the other. Integers and floats are kept as such, without a
 * box for each; as soon as anything else comes, all are kept as objects. A missing number is NaN,
 * as in a data frame.
 */
final class Series {
    private static final int FIRST_CAPACITY = 16;

    /** What all values so far are. */
    enum Kind {
        LONGS,
        DOUBLES,
        OBJECTS
    }

    private Kind kind = Kind.LONGS;
    private long[] longs = new long[FIRST_CAPACITY];
    private double[] doubles = new double[0];
    private List<@Nullable Object> objects = List.of();
    private int size;

    int size() {
        return size;
    }

    Kind kind() {
        return kind;
    }

    /** Only of {@link Kind#LONGS}. */
    long longAt(int index) {
        return longs[index];
    }

    /** Of {@link Kind#LONGS} or {@link Kind#DOUBLES}. */
    double doubleAt(int index) {
        return kind == Kind.LONGS ? longs[index] : doubles[index];
    }

    /** Any value; null where none is. */
    @Nullable Object valueAt(int index) {
        return switch (kind) {
            case LONGS -> (Object) longs[index];
            case DOUBLES -> Double.isNaN(doubles[index]) ? null : (Object) doubles[index];
            case OBJECTS -> objects.get(index);
        };
    }

    /** Adds the value that the parser is at. */
    void add(JsonParser parser) throws IOException {
        switch (parser.currentToken()) {
            case VALUE_NUMBER_INT -> addInteger(parser);
            case VALUE_NUMBER_FLOAT -> add(parser.getDoubleValue());
            case VALUE_NULL -> addMissing();
            default -> add(JsonText.read(parser));
        }
    }

    private void addInteger(JsonParser parser) throws IOException {
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            add(parser.getDoubleValue());
        } else {
            add(parser.getLongValue());
        }
    }

    void add(long value) {
        if (kind == Kind.LONGS) {
            if (size == longs.length) {
                longs = Arrays.copyOf(longs, 2 * size);
            }
            longs[size++] = value;
        } else if (kind == Kind.DOUBLES) {
            add((double) value);
        } else {
            add((Object) value);
        }
    }

    void add(double value) {
        if (kind == Kind.OBJECTS) {
            add((Object) value);
            return;
        }
        toDoubles();
        if (size == doubles.length) {
            doubles = Arrays.copyOf(doubles, 2 * size);
        }
        doubles[size++] = value;
    }

    void addMissing() {
        if (kind == Kind.OBJECTS) {
            add((Object) null);
        } else {
            add(Double.NaN);
        }
    }

    void add(@Nullable Object value) {
        toObjects();
        objects.add(value);
        size++;
    }

    private void toDoubles() {
        if (kind == Kind.LONGS) {
            doubles = new double[longs.length];
            for (int i = 0; i < size; i++) {
                doubles[i] = longs[i];
            }
            longs = new long[0];
            kind = Kind.DOUBLES;
        }
    }

    private void toObjects() {
        if (kind != Kind.OBJECTS) {
            List<@Nullable Object> values = new ArrayList<>(Math.max(FIRST_CAPACITY, 2 * size));
            for (int i = 0; i < size; i++) {
                values.add(valueAt(i));
            }
            longs = new long[0];
            doubles = new double[0];
            objects = values;
            kind = Kind.OBJECTS;
        }
    }
}
