package io.bulkhead.api.typed.adapter;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One value from the {@code parameters} of a request. Immutable and safe for use by many threads.
 *
 * @param <T> the Java type; boxed if it is primitive
 */
public final class ParameterValue<T> {
    private static final Map<Class<?>, Class<?>> PRIMITIVES =
            Map.of(
                    Boolean.class, boolean.class,
                    Integer.class, int.class,
                    Long.class, long.class,
                    Float.class, float.class,
                    Double.class, double.class);

    private final String name;
    private final Class<?> type;
    private final @Nullable Object fallback;

    private ParameterValue(String name, Class<?> type, @Nullable Object fallback) {
        this.name = name;
        this.type = type;
        this.fallback = fallback;
    }

    /**
     * @param type {@code boolean}, {@code int}, {@code long}, {@code float}, {@code double}, also
     *     boxed, {@code String} or an enum
     * @throws IllegalArgumentException if it is none
     */
    public static <T> ParameterValue<T> of(String name, Class<T> type) {
        Class<?> primitive = PRIMITIVES.getOrDefault(type, type);
        if (!PRIMITIVES.containsValue(primitive) && type != String.class && !type.isEnum()) {
            throw new IllegalArgumentException("no parameter is a " + type.getTypeName());
        }
        return new ParameterValue<>(name, primitive, null);
    }

    /**
     * With a value for requests that leave it out.
     *
     * @throws IllegalArgumentException if the text is no such value
     */
    public ParameterValue<T> orElse(String text) {
        try {
            return new ParameterValue<>(name, type, Literals.parse(type, text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "default of parameter '" + name + "': " + e.getMessage(), e);
        }
    }

    /**
     * The value, or its default.
     *
     * @throws ServingException if it is missing or no such value
     */
    @SuppressWarnings("unchecked") // converted to the type that T is
    public T read(InferenceRequest request) {
        Object value = request.parameters().get(name).orElse(fallback);
        if (value == null) {
            throw ServingException.invalidArgument("parameter '" + name + "' is missing");
        }
        return (T) (value == fallback ? value : converted(value));
    }

    /** The value; empty if it is missing. */
    public Optional<T> readOptional(InferenceRequest request) {
        return request.parameters().get(name).isEmpty()
                ? Optional.empty()
                : Optional.of(read(request));
    }

    private Object converted(Object value) {
        if ((type == boolean.class && value instanceof Boolean)
                || (type == String.class && value instanceof String)) {
            return value;
        } else if (value instanceof Number number && type == double.class) {
            return number.doubleValue();
        } else if (value instanceof Number number && type == float.class) {
            return number.floatValue();
        } else if (value instanceof Long number && type == long.class) {
            return number;
        } else if (value instanceof Long number
                && type == int.class
                && number.intValue() == number) {
            return number.intValue();
        } else if (value instanceof String text && type.isEnum()) {
            return constant(text);
        }
        throw refused(type.getSimpleName() + " is wanted, found '" + value + "'");
    }

    private Object constant(String text) {
        try {
            return TextElement.constant(type, text);
        } catch (IllegalArgumentException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    private ServingException refused(String why) {
        return ServingException.invalidArgument("parameter '" + name + "': " + why);
    }
}
