package io.bulkhead.plugin.huggingface.json;

import io.bulkhead.api.error.ServingException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An object of a configuration file. A member of another type than is asked for fails the load,
 * with the file's name; null counts as absent. Immutable.
 */
public final class JsonObject {
    private final String source;
    private final Map<String, Object> members;

    private JsonObject(String source, Map<String, Object> members) {
        this.source = source;
        this.members = members;
    }

    /**
     * @param source what to call it in messages: the file's name
     * @param members as {@link JsonReader} gives them
     */
    public static JsonObject of(String source, Map<String, Object> members) {
        Map<String, Object> present = new LinkedHashMap<>(members);
        present.values().removeIf(JsonNull.NULL::equals);
        return new JsonObject(source, present);
    }

    /** An object without members. */
    public static JsonObject empty(String source) {
        return new JsonObject(source, Map.of());
    }

    /**
     * Reads one.
     *
     * @throws ServingException {@code MODEL_LOAD_FAILED} if the text is no JSON object
     */
    public static JsonObject parse(String source, String text) {
        try {
            Object value = JsonReader.read(text);
            if (value instanceof Map<?, ?> map) {
                return of(source, named(map));
            }
        } catch (MalformedJsonException e) {
            throw ServingException.loadFailed(source + " " + e.getMessage(), e);
        }
        throw ServingException.loadFailed(source + " is no JSON object", null);
    }

    private static Map<String, Object> named(Map<?, ?> map) {
        Map<String, Object> named = new LinkedHashMap<>();
        map.forEach((key, value) -> named.put(String.valueOf(key), value));
        return named;
    }

    /** The members as they are. */
    public Map<String, Object> asMap() {
        return members;
    }

    /** Whether there is such a member. */
    public boolean has(String name) {
        return members.containsKey(name);
    }

    /** The value of this name, whatever its type. */
    public Optional<Object> get(String name) {
        return Optional.ofNullable(members.get(name));
    }

    /** A member that is text. */
    public Optional<String> text(String name) {
        return member(name, String.class, "text");
    }

    /** A member that is true or false. */
    public Optional<Boolean> flag(String name) {
        return member(name, Boolean.class, "true or false");
    }

    /** A member that is a number. */
    public Optional<Double> number(String name) {
        return member(name, Number.class, "a number").map(Number::doubleValue);
    }

    /** A member that is an integer. */
    public Optional<Long> integer(String name) {
        return member(name, Number.class, "an integer")
                .map(
                        number -> {
                            if (number instanceof Double value && value % 1 != 0) {
                                throw wrong(name, "an integer", number);
                            }
                            return number.longValue();
                        });
    }

    /** A member that is an integer of 32 bits, not negative; the default if it is absent. */
    public int size(String name, int otherwise) {
        return integer(name).map(value -> checkedSize(name, value)).orElse(otherwise);
    }

    /** A member that is an integer of 32 bits, not negative, and must be there. */
    public int size(String name) {
        return checkedSize(
                name,
                integer(name)
                        .orElseThrow(
                                () ->
                                        ServingException.loadFailed(
                                                source + " has no '" + name + "'", null)));
    }

    private int checkedSize(String name, long value) {
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw wrong(name, "an integer from 0 to " + Integer.MAX_VALUE, value);
        }
        return (int) value;
    }

    /** A member that is an object; one without members if it is absent. */
    public JsonObject object(String name) {
        return member(name, Map.class, "an object")
                .map(map -> of(source + ": " + name, named(map)))
                .orElseGet(() -> empty(source + ": " + name));
    }

    /** A member that is a list; an empty one if it is absent. */
    public List<Object> list(String name) {
        return member(name, List.class, "a list")
                .map(list -> List.copyOf((List<?>) list))
                .<List<Object>>map(List::copyOf)
                .orElse(List.of());
    }

    /** What to call this object in messages. */
    public String source() {
        return source;
    }

    private <T> Optional<T> member(String name, Class<T> type, String wanted) {
        Object value = members.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            throw wrong(name, wanted, value);
        }
        return Optional.of(type.cast(value));
    }

    private ServingException wrong(String name, String wanted, Object found) {
        String shown = String.valueOf(found);
        return ServingException.loadFailed(
                source
                        + ": '"
                        + name
                        + "' must be "
                        + wanted
                        + ", found "
                        + (shown.length() > 60 ? shown.substring(0, 60) + "…" : shown),
                null);
    }

    @Override
    public String toString() {
        return source + " " + members.keySet();
    }
}
