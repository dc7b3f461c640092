package io.bulkhead.plugin.mllib.parquet;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A struct of the Thrift compact protocol, by the numbers of its fields.
 *
 * @param fields Long, Double, byte[], Boolean, ThriftStruct, or a list of them
 */
record ThriftStruct(Map<Integer, Object> fields) {
    boolean has(int field) {
        return fields.containsKey(field);
    }

    long whole(int field) throws MalformedParquetException {
        return required(Long.class, field);
    }

    /** A number that must fit an int and be at least 0. */
    int count(int field) throws MalformedParquetException {
        long value = whole(field);
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new MalformedParquetException("a size of " + value + " in its description");
        }
        return (int) value;
    }

    Optional<Long> optionalWhole(int field) throws MalformedParquetException {
        return optional(Long.class, field);
    }

    boolean flag(int field, boolean fallback) throws MalformedParquetException {
        return optional(Boolean.class, field).orElse(fallback);
    }

    String text(int field) throws MalformedParquetException {
        return new String(required(byte[].class, field), StandardCharsets.UTF_8);
    }

    ThriftStruct struct(int field) throws MalformedParquetException {
        return required(ThriftStruct.class, field);
    }

    Optional<ThriftStruct> optionalStruct(int field) throws MalformedParquetException {
        return optional(ThriftStruct.class, field);
    }

    List<ThriftStruct> structs(int field) throws MalformedParquetException {
        List<?> values = required(List.class, field);
        for (Object value : values) {
            if (!(value instanceof ThriftStruct)) {
                throw unexpected(field);
            }
        }
        return values.stream().map(ThriftStruct.class::cast).toList();
    }

    private <T> T required(Class<T> type, int field) throws MalformedParquetException {
        return optional(type, field).orElseThrow(() -> unexpected(field));
    }

    private <T> Optional<T> optional(Class<T> type, int field) throws MalformedParquetException {
        Object value = fields.get(field);
        if (value == null) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            throw unexpected(field);
        }
        return Optional.of(type.cast(value));
    }

    private static MalformedParquetException unexpected(int field) {
        return new MalformedParquetException("its description lacks field " + field);
    }
}
