package io.bulkhead.api.inference;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The {@code parameters} object of the protocol: names with values, in the order given. Immutable.
 *
 * <p>A value is a {@code Boolean}, {@code Long}, {@code Double}, {@code String}, a list or a map of
 * such values; a list or map inside may hold {@code null}. On gRPC only the first four exist.
 */
public final class Parameters {
    /** The parameter that says how a tensor is to be decoded or was encoded. */
    public static final String CONTENT_TYPE = "content_type";

    /**
     * The parameter of a request that holds the client's headers, and of a response that holds
     * those of the answer: names with text. A client cannot set it; see {@link
     * InferenceRequest#parameters} and {@link InferenceResponse#parameters}.
     */
    public static final String HEADERS = "headers";

    private static final Parameters EMPTY = new Parameters(Map.of());

    private final Map<String, Object> values;

    private Parameters(Map<String, Object> values) {
        this.values = values;
    }

    /** No parameters. */
    public static Parameters empty() {
        return EMPTY;
    }

    /** One parameter. */
    public static Parameters of(String name, Object value) {
        return new Parameters(Map.of(name, checked(name, value)));
    }

    /** {@code content_type} alone. */
    public static Parameters ofContentType(String contentType) {
        return new Parameters(Map.of(CONTENT_TYPE, contentType));
    }

    /**
     * Copies; ints and floats are widened.
     *
     * @throws IllegalArgumentException if a value is of none of the types above
     */
    public static Parameters copyOf(Map<String, ?> values) {
        if (values.isEmpty()) {
            return EMPTY;
        }
        Map<String, Object> copy = new LinkedHashMap<>();
        values.forEach((name, value) -> copy.put(name, checked(name, value)));
        return new Parameters(Collections.unmodifiableMap(copy));
    }

    private static Object checked(String name, @Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException("parameter '" + name + "' is null");
        }
        Object normal = normal(name, value);
        return normal == null ? value : normal;
    }

    private static @Nullable Object normal(String name, @Nullable Object value) {
        if (value == null
                || value instanceof String
                || value instanceof Boolean
                || value instanceof Long
                || value instanceof Double) {
            return value;
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof Float number) {
            return number.doubleValue();
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>(list.size());
            list.forEach(element -> copy.add(normal(name, element)));
            return Collections.unmodifiableList(copy);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, element) -> copy.put(String.valueOf(key), normal(name, element)));
            return Collections.unmodifiableMap(copy);
        }
        throw new IllegalArgumentException(
                "parameter '" + name + "' is of no type that the protocol has");
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** The values by name, unmodifiable, in the order given. */
    public Map<String, Object> asMap() {
        return values;
    }

    /** The value of this name, whatever its type. */
    public Optional<Object> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** The value of this name, if it is text. */
    public Optional<String> getString(String name) {
        return values.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** The value of this name, if it is an integer. */
    public Optional<Long> getLong(String name) {
        return values.get(name) instanceof Long number ? Optional.of(number) : Optional.empty();
    }

    /** The value of this name, if it is a number. */
    public Optional<Double> getDouble(String name) {
        return values.get(name) instanceof Number number
                ? Optional.of(number.doubleValue())
                : Optional.empty();
    }

    /** The value of this name, if it is a boolean. */
    public Optional<Boolean> getBoolean(String name) {
        return values.get(name) instanceof Boolean flag ? Optional.of(flag) : Optional.empty();
    }

    /** The object of this name as parameters of its own; nulls in it are left out. */
    public Parameters getParameters(String name) {
        if (!(values.get(name) instanceof Map<?, ?> map)) {
            return EMPTY;
        }
        Map<String, Object> inner = new LinkedHashMap<>();
        map.forEach(
                (key, value) -> {
                    if (value != null) {
                        inner.put(String.valueOf(key), value);
                    }
                });
        return copyOf(inner);
    }

    /** The {@code content_type}; empty text if there is none. */
    public String contentType() {
        return values.get(CONTENT_TYPE) instanceof String text ? text : "";
    }

    /** These parameters and one more, which replaces one of the same name. */
    public Parameters with(String name, Object value) {
        Map<String, Object> copy = new LinkedHashMap<>(values);
        copy.put(name, checked(name, value));
        return new Parameters(Collections.unmodifiableMap(copy));
    }

    /**
     * These parameters and one more, which replaces one of the same name, and whose value is asked
     * for when somebody reads it.
     *
     * @param value called at most once, by the thread that reads first, unless two read at once;
     *     gives what {@link #with} would take
     */
    public Parameters withLazy(String name, Supplier<?> value) {
        Supplier<Object> checked = () -> checked(name, value.get());
        return new Parameters(new LazyEntry(without(name).values, name, checked));
    }

    /** These parameters but one. */
    public Parameters without(String name) {
        if (!values.containsKey(name)) {
            return this;
        }
        if (values instanceof LazyEntry lazy && lazy.name().equals(name)) {
            return lazy.others().isEmpty() ? EMPTY : new Parameters(lazy.others());
        }
        Map<String, Object> copy = new LinkedHashMap<>(values);
        copy.remove(name);
        return copy.isEmpty() ? EMPTY : new Parameters(Collections.unmodifiableMap(copy));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Parameters parameters && values.equals(parameters.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
