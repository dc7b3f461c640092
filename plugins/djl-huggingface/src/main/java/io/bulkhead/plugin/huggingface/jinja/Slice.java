package io.bulkhead.plugin.huggingface.jinja;

import io.bulkhead.plugin.huggingface.json.JsonNull;
import java.util.ArrayList;
import java.util.List;

/** Python's slices: {@code value[from:to:step]}. */
final class Slice {
    private Slice() {}

    static Object of(Object value, List<Object> bounds) {
        if (value instanceof Undefined undefined) {
            throw undefined.refusal();
        }
        List<Object> elements = Values.elements(value);
        List<Object> picked = picked(elements, bounds);
        return value instanceof String
                ? String.join("", picked.stream().map(Values::text).toList())
                : picked;
    }

    private static List<Object> picked(List<Object> elements, List<Object> bounds) {
        int size = elements.size();
        long step = bound(bounds, 2, 1);
        if (step == 0) {
            throw new TemplateException("a slice cannot have the step 0");
        }
        long least = step > 0 ? 0 : -1;
        long most = step > 0 ? size : size - 1;
        long from = edge(bounds, 0, step > 0 ? least : most, size, least, most);
        long to = edge(bounds, 1, step > 0 ? most : least, size, least, most);
        List<Object> picked = new ArrayList<>();
        for (long i = from; step > 0 ? i < to : i > to; i += step) {
            picked.add(elements.get((int) i));
        }
        return picked;
    }

    private static long bound(List<Object> bounds, int place, long otherwise) {
        return place >= bounds.size() || bounds.get(place) == JsonNull.NULL
                ? otherwise
                : Values.integer(bounds.get(place));
    }

    private static long edge(
            List<Object> bounds, int place, long otherwise, int size, long least, long most) {
        if (place >= bounds.size() || bounds.get(place) == JsonNull.NULL) {
            return otherwise;
        }
        long index = Values.integer(bounds.get(place));
        return Math.max(least, Math.min(most, index < 0 ? index + size : index));
    }
}
