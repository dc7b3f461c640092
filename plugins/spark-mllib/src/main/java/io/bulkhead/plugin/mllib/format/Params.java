package io.bulkhead.plugin.mllib.format;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a stage was told: the parameters in its metadata, defaults included. */
public final class Params {
    /** How Spark spells what JSON has no number for. */
    private static final Map<String, Double> WORDS =
            Map.of(
                    "NaN", Double.NaN,
                    "Inf", Double.POSITIVE_INFINITY,
                    "Infinity", Double.POSITIVE_INFINITY,
                    "-Inf", Double.NEGATIVE_INFINITY,
                    "-Infinity", Double.NEGATIVE_INFINITY);

    private final String stage;
    private final Map<String, @Nullable Object> values;

    private Params(String stage, Map<String, @Nullable Object> values) {
        this.stage = stage;
        this.values = values;
    }

    /** What was set goes before the defaults, which Spark 2.4 began to save apart. */
    static Params of(String stage, Map<?, ?> defaults, Map<?, ?> set) {
        Map<String, @Nullable Object> values = new HashMap<>();
        defaults.forEach((name, value) -> values.put(String.valueOf(name), value));
        set.forEach((name, value) -> values.put(String.valueOf(name), value));
        return new Params(stage, values);
    }

    public boolean has(String name) {
        return values.get(name) != null;
    }

    public String text(String name) throws MalformedModelException {
        return optionalText(name).orElseThrow(() -> missing(name));
    }

    public String text(String name, String fallback) throws MalformedModelException {
        return optionalText(name).orElse(fallback);
    }

    public Optional<String> optionalText(String name) throws MalformedModelException {
        return optional(name, String.class);
    }

    /** A column's name; empty if the column is switched off by an empty name. */
    public Optional<String> column(String name) throws MalformedModelException {
        return optionalText(name).filter(column -> !column.isEmpty());
    }

    public double number(String name, double fallback) throws MalformedModelException {
        Object value = values.get(name);
        return value == null ? fallback : numberOf(name, value);
    }

    public int whole(String name, int fallback) throws MalformedModelException {
        double value = number(name, fallback);
        if (value != (int) value) {
            throw new MalformedModelException(where(name) + " is " + value);
        }
        return (int) value;
    }

    public boolean flag(String name, boolean fallback) throws MalformedModelException {
        return optional(name, Boolean.class).orElse(fallback);
    }

    public List<String> texts(String name) throws MalformedModelException {
        List<String> texts = new ArrayList<>();
        for (Object value : list(name)) {
            if (!(value instanceof String text)) {
                throw missing(name);
            }
            texts.add(text);
        }
        return texts;
    }

    public double[] numbers(String name) throws MalformedModelException {
        return numbersOf(name, list(name));
    }

    public List<double[]> numberLists(String name) throws MalformedModelException {
        List<double[]> lists = new ArrayList<>();
        for (Object value : list(name)) {
            if (!(value instanceof List<?> numbers)) {
                throw missing(name);
            }
            lists.add(numbersOf(name, numbers));
        }
        return lists;
    }

    /** A vector as {@code {"type": 1, "values": [...]}}. */
    public double[] vector(String name) throws MalformedModelException {
        Object value = values.get(name);
        if (!(value instanceof Map<?, ?> vector)
                || !(vector.get("values") instanceof List<?> numbers)) {
            throw missing(name);
        }
        double[] given = numbersOf(name, numbers);
        if (!(vector.get("indices") instanceof List<?> places)) {
            return given;
        }
        double[] indices = numbersOf(name, places);
        int size = (int) numberOf(name, vector.get("size"));
        int[] wholes = new int[indices.length];
        for (int i = 0; i < wholes.length; i++) {
            wholes[i] = (int) indices[i];
        }
        return LinearAlgebra.dense(size, wholes, given);
    }

    /** The name of one input column, or those of several. */
    public List<String> columns(String one, String several) throws MalformedModelException {
        return has(several) ? texts(several) : List.of(text(one));
    }

    private double[] numbersOf(String name, List<?> list) throws MalformedModelException {
        double[] numbers = new double[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = numberOf(name, list.get(i));
        }
        return numbers;
    }

    private double numberOf(String name, @Nullable Object value) throws MalformedModelException {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if (value instanceof String word && WORDS.containsKey(word)) {
            return WORDS.get(word);
        }
        throw missing(name);
    }

    private List<?> list(String name) throws MalformedModelException {
        return optional(name, List.class).orElseThrow(() -> missing(name));
    }

    private <T> Optional<T> optional(String name, Class<T> type) throws MalformedModelException {
        Object value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            throw missing(name);
        }
        return Optional.of(type.cast(value));
    }

    private MalformedModelException missing(String name) {
        return new MalformedModelException(where(name) + " is missing or of another type");
    }

    private String where(String name) {
        return stage + ": parameter '" + name + "'";
    }
}
