package io.bulkhead.codec.json;

import io.bulkhead.api.inference.Parameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a {@code parameters} object. These are few and small, so they may be boxed. */
public final class ParametersReader {
    private final JsonCursor cursor;

    /** Reads from where the cursor is. */
    public ParametersReader(JsonCursor cursor) {
        this.cursor = cursor;
    }

    /** Reads an object or null; members that are null are left out. */
    Parameters read() {
        if (cursor.readNull() || !cursor.beginObject()) {
            return Parameters.empty();
        }
        Map<String, Object> values = new LinkedHashMap<>();
        do {
            String name = cursor.name();
            Object value = readValue();
            if (value == null) {
                values.remove(name);
            } else {
                values.put(name, value);
            }
        } while (cursor.nextMember());
        return Parameters.copyOf(values);
    }

    /**
     * Goes back to the value of a parameter, in an object that was read before: for the place of a
     * fault, so that what has none pays nothing.
     *
     * @param start where the object begins
     * @return where the value is, and the cursor now too
     */
    int placeOf(int start, String name) {
        cursor.moveTo(start);
        int place = start;
        if (cursor.beginObject()) {
            do {
                boolean found = cursor.name().equals(name);
                cursor.peek();
                place = found ? cursor.position() : place;
                cursor.skipValue();
            } while (cursor.nextMember());
        }
        cursor.moveTo(place);
        return place;
    }

    private @Nullable Object readValue() {
        return switch (cursor.peek()) {
            case '"' -> cursor.readString();
            case 't', 'f' -> cursor.readBoolean();
            case '{' -> readObject();
            case '[' -> readList();
            case 'n' -> {
                cursor.readNull();
                yield null;
            }
            default -> readNumber();
        };
    }

    /** An integer beyond 64 bits becomes a double, as Python's fast JSON reader does. */
    private Object readNumber() {
        NumberScanner number = new NumberScanner(cursor);
        number.scan();
        double rounded = number.toDouble();
        if (number.isPlainInteger() && Math.abs(rounded) < 0x1p63) {
            return number.toLong();
        }
        return rounded;
    }

    /** Reads an object; members that are null are kept. */
    public Map<String, @Nullable Object> readObject() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        if (cursor.beginObject()) {
            do {
                String name = cursor.name();
                values.put(name, readValue());
            } while (cursor.nextMember());
        }
        return values;
    }

    private List<@Nullable Object> readList() {
        List<@Nullable Object> values = new ArrayList<>();
        if (cursor.beginList()) {
            do {
                values.add(readValue());
            } while (cursor.nextElement());
        }
        return values;
    }
}
