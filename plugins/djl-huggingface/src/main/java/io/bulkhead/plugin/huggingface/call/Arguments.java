package io.bulkhead.plugin.huggingface.call;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.huggingface.json.JsonNull;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The arguments of one call by name. What is of another type than is asked for is refused with
 * {@code INVALID_ARGUMENT}. A list of one value stands for the value, as a tensor has no other way
 * to say it. Immutable.
 */
public final class Arguments {
    private final String task;
    private final Map<String, Object> values;

    Arguments(String task, Map<String, Object> values) {
        this.task = task;
        this.values = values;
    }

    /**
     * Those of a call that has no signature.
     *
     * @param task what to call it in messages
     */
    public static Arguments of(String task, Map<String, Object> values) {
        return new Arguments(task, Map.copyOf(values));
    }

    /** Whether the argument was given, and not as null. */
    public boolean has(String name) {
        return get(name).isPresent();
    }

    /** The argument as it came. */
    public Optional<Object> get(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> value != JsonNull.NULL);
    }

    /** The argument as it came, which must be there. */
    public Object require(String name) {
        return get(name)
                .orElseThrow(
                        () ->
                                ServingException.invalidArgument(
                                        task + " needs the argument '" + name + "'"));
    }

    /** Text. */
    public Optional<String> text(String name) {
        return single(name)
                .map(
                        value -> {
                            if (value instanceof String text) {
                                return text;
                            }
                            throw wrong(name, "text", value);
                        });
    }

    /** Texts: one, or a list. */
    public Optional<List<String>> texts(String name) {
        return get(name)
                .map(
                        value -> {
                            List<String> texts = new ArrayList<>();
                            for (Object one :
                                    value instanceof List<?> list ? list : List.of(value)) {
                                if (!(one instanceof String text)) {
                                    throw wrong(name, "texts", one);
                                }
                                texts.add(text);
                            }
                            return texts;
                        });
    }

    /** A truth value; numbers 0 and 1, and their words, will do. */
    public Optional<Boolean> flag(String name) {
        return single(name)
                .map(
                        value -> {
                            if (value instanceof Boolean flag) {
                                return flag;
                            }
                            return switch (String.valueOf(value)) {
                                case "1", "true", "True" -> true;
                                case "0", "false", "False" -> false;
                                default -> throw wrong(name, "true or false", value);
                            };
                        });
    }

    /** A whole number. */
    public OptionalInt integer(String name) {
        Optional<Object> value = single(name);
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        if (value.get() instanceof Number number && number.doubleValue() == number.intValue()) {
            return OptionalInt.of(number.intValue());
        }
        throw wrong(name, "a whole number", value.get());
    }

    /** A number. */
    public Optional<Double> number(String name) {
        return single(name)
                .map(
                        value -> {
                            if (value instanceof Number number) {
                                return number.doubleValue();
                            }
                            throw wrong(name, "a number", value);
                        });
    }

    private Optional<Object> single(String name) {
        return get(name)
                .map(
                        value ->
                                value instanceof List<?> list && list.size() == 1
                                        ? (Object) list.get(0)
                                        : value);
    }

    private ServingException wrong(String name, String wanted, Object found) {
        return ServingException.invalidArgument(
                task + ": argument '" + name + "' must be " + wanted + ", found " + shown(found));
    }

    /** A value in a message: what it is, not all of it. */
    public static String shown(Object value) {
        if (value instanceof List<?> list) {
            return "a list of " + list.size();
        }
        if (value instanceof Map<?, ?> map) {
            return "an object with " + map.size() + " members";
        }
        String text = String.valueOf(value);
        return "'" + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + "'";
    }

    /** A refusal of this call. */
    public ServingException refusal(String why) {
        return ServingException.invalidArgument(task + ": " + why);
    }
}
