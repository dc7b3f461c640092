package io.bulkhead.host.runtime.process;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that one JVM of ours wrote for another, field by field. Data binding would be
 * shorter to write and longer to run: it made a tenth of a child's start.
 *
 * @param fields texts, longs, doubles, booleans, maps and lists
 */
record JsonObject(Map<String, @Nullable Object> fields) {
    static JsonObject parse(byte[] json) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            return parse(parser);
        }
    }

    static JsonObject parse(String json) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            return parse(parser);
        }
    }

    private static JsonObject parse(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new IOException("no JSON object");
        }
        return new JsonObject(map(parser));
    }

    private static Map<String, @Nullable Object> map(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            map.put(name, value(parser, parser.nextToken()));
        }
        return map;
    }

    private static List<@Nullable Object> list(JsonParser parser) throws IOException {
        List<@Nullable Object> list = new ArrayList<>();
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            list.add(value(parser, token));
        }
        return list;
    }

    private static @Nullable Object value(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> map(parser);
            case START_ARRAY -> list(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT ->
                    parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                            ? parser.getBigIntegerValue()
                            : (Object) parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new IOException("ends too early");
        };
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
