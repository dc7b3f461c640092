package io.bulkhead.plugin.mllib.parquet;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row, or a struct in it. Its values are Long (of booleans too), Double, String, Group, double[],
 * long[] or a List of Strings or Groups; null where nothing is.
 */
public final class Group {
    private final Map<String, @Nullable Object> values;

    Group(Map<String, @Nullable Object> values) {
        this.values = values;
    }

    /** Whether there is such a field, and a value in it. */
    public boolean has(String field) {
        return values.get(field) != null;
    }

    public int whole(String field) throws MalformedParquetException {
        long value = longWhole(field);
        if (value != (int) value) {
            throw new MalformedParquetException("field '" + field + "' holds " + value);
        }
        return (int) value;
    }

    public long longWhole(String field) throws MalformedParquetException {
        return required(Long.class, field);
    }

    public boolean flag(String field) throws MalformedParquetException {
        return longWhole(field) != 0;
    }

    public double number(String field) throws MalformedParquetException {
        return required(Double.class, field);
    }

    public String text(String field) throws MalformedParquetException {
        return required(String.class, field);
    }

    public Group group(String field) throws MalformedParquetException {
        return required(Group.class, field);
    }

    public Optional<Group> optionalGroup(String field) throws MalformedParquetException {
        return has(field) ? Optional.of(group(field)) : Optional.empty();
    }

    public double[] numbers(String field) throws MalformedParquetException {
        return required(double[].class, field);
    }

    public int[] wholes(String field) throws MalformedParquetException {
        long[] values = longWholes(field);
        int[] wholes = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            wholes[i] = (int) values[i];
        }
        return wholes;
    }

    private long[] longWholes(String field) throws MalformedParquetException {
        return required(long[].class, field);
    }

    public List<String> texts(String field) throws MalformedParquetException {
        return elements(String.class, field);
    }

    public List<Group> groups(String field) throws MalformedParquetException {
        return elements(Group.class, field);
    }

    private <T> List<T> elements(Class<T> type, String field) throws MalformedParquetException {
        List<?> elements = required(List.class, field);
        for (Object element : elements) {
            if (!type.isInstance(element)) {
                throw unexpected(field);
            }
        }
        return elements.stream().map(type::cast).toList();
    }

    /** A list whose elements are of any kind. */
    public List<?> list(String field) throws MalformedParquetException {
        return required(List.class, field);
    }

    private <T> T required(Class<T> type, String field) throws MalformedParquetException {
        Object value = values.get(field);
        if (!type.isInstance(value)) {
            throw unexpected(field);
        }
        return type.cast(value);
    }

    private static MalformedParquetException unexpected(String field) {
        return new MalformedParquetException("field '" + field + "' is missing or of another type");
    }
}
