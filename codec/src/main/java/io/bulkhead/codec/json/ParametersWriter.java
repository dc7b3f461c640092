package io.bulkhead.codec.json;

import io.bulkhead.api.inference.Parameters;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a {@code parameters} object. */
public final class ParametersWriter {
    private ParametersWriter() {}

    /** The object, empty if there are no parameters. */
    public static void write(Parameters parameters, JsonBuffer out) {
        writeMap(parameters.asMap(), out);
    }

    /** An object of values that parameters may hold. */
    public static void writeMap(Map<?, ?> map, JsonBuffer out) {
        out.raw('{');
        boolean first = true;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!first) {
                out.raw(',');
            }
            first = false;
            out.text(String.valueOf(entry.getKey()));
            out.raw(':');
            writeValue(entry.getValue(), out);
        }
        out.raw('}');
    }

    private static void writeList(List<?> list, JsonBuffer out) {
        out.raw('[');
        for (int i = 0; i < list.size(); i++) {
            if (i > 0) {
                out.raw(',');
            }
            writeValue(list.get(i), out);
        }
        out.raw(']');
    }

    private static void writeValue(@Nullable Object value, JsonBuffer out) {
        if (value == null) {
            out.nullLiteral();
        } else if (value instanceof String text) {
            out.text(text);
        } else if (value instanceof Boolean flag) {
            out.literal(flag);
        } else if (value instanceof Double number) {
            out.number(number);
        } else if (value instanceof Number number) {
            out.number(number.longValue());
        } else if (value instanceof Map<?, ?> map) {
            writeMap(map, out);
        } else if (value instanceof List<?> list) {
            writeList(list, out);
        } else {
            throw new IllegalArgumentException("no parameter is of " + value.getClass());
        }
    }
}
