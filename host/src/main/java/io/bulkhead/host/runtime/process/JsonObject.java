package io.bulkhead.host.runtime.process;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.codec.json.JsonCursor;
import io.bulkhead.codec.json.ParametersReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that one JVM of ours wrote for another, field by field, read as parameters of
 * requests are. A library would have to be loaded: its data binding made a tenth of a child's
 * start.
 *
 * @param fields texts, longs, doubles, booleans, maps and lists
 */
record JsonObject(Map<String, @Nullable Object> fields) {
    static JsonObject parse(byte[] json) throws IOException {
        try {
            return new JsonObject(
                    new ParametersReader(new JsonCursor(json, 0, json.length)).readObject());
        } catch (ServingException fault) {
            throw new IOException(fault.reason(), fault);
        }
    }

    static JsonObject parse(String json) throws IOException {
        return parse(json.getBytes(StandardCharsets.UTF_8));
    }

    boolean has(String name) {
        return fields.get(name) != null;
    }

    String text(String name) throws IOException {
        return get(name, String.class);
    }

    int number(String name) throws IOException {
        return Math.toIntExact(longNumber(name));
    }

    long longNumber(String name) throws IOException {
        return get(name, Long.class);
    }

    boolean flag(String name) throws IOException {
        return get(name, Boolean.class);
    }

    JsonObject object(String name) throws IOException {
        return new JsonObject(map(name));
    }

    @SuppressWarnings("unchecked") // JSON's names are texts
    Map<String, @Nullable Object> map(String name) throws IOException {
        return (Map<String, @Nullable Object>) get(name, Map.class);
    }

    @SuppressWarnings("unchecked") // what is in it is looked at where it is used
    List<Object> list(String name) throws IOException {
        return (List<Object>) get(name, List.class);
    }

    List<String> texts(String name) throws IOException {
        List<String> texts = new ArrayList<>();
        for (Object item : list(name)) {
            texts.add(cast(item, String.class, name));
        }
        return texts;
    }

    /** All of these are texts. */
    Map<String, String> textMap(String name) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, @Nullable Object> entry : map(name).entrySet()) {
            texts.put(entry.getKey(), cast(entry.getValue(), String.class, name));
        }
        return texts;
    }

    @SuppressWarnings("unchecked") // JSON's names are texts
    List<JsonObject> objects(String name) throws IOException {
        List<JsonObject> objects = new ArrayList<>();
        for (Object item : list(name)) {
            objects.add(
                    new JsonObject((Map<String, @Nullable Object>) cast(item, Map.class, name)));
        }
        return objects;
    }

    private <T> T get(String name, Class<T> type) throws IOException {
        return cast(fields.get(name), type, name);
    }

    private static <T> T cast(@Nullable Object value, Class<T> type, String name)
            throws IOException {
        if (!type.isInstance(value)) {
            throw new IOException("'" + name + "' is no " + type.getSimpleName());
        }
        return type.cast(value);
    }
}
