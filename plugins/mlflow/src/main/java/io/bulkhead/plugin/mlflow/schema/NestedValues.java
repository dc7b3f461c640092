package io.bulkhead.plugin.mlflow.schema;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.plugin.mlflow.json.JsonText;
import io.bulkhead.plugin.mlflow.signature.ColumnType;
import io.bulkhead.plugin.mlflow.signature.ScalarType;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** JSON values that are held to a type of a signature: arrays, objects, maps, anything. */
public final class NestedValues {
    private static final long FIRST_INEXACT = 1L << 53;

    private NestedValues() {}

    /** One cell of a column of JSON texts. */
    static @Nullable String enforceText(
            String where, BytesData cells, int row, ColumnType type, boolean required) {
        Object value;
        try {
            value = cells.isNull(row) ? null : JsonText.parse(cells.stringAt(row));
        } catch (IOException e) {
            throw ServingException.unprocessable(where + ": no JSON, but " + type + " is wanted");
        }
        Object enforced = enforce(where, value, type, required);
        return enforced == null ? null : JsonText.print(enforced);
    }

    /**
     * The value as the type wants it: integers widened where they lose nothing.
     *
     * @param where for messages
     * @throws ServingException {@code UNPROCESSABLE} if it does not fit
     */
    public static @Nullable Object enforce(
            String where, @Nullable Object value, ColumnType type, boolean required) {
        if (type instanceof ColumnType.AnyType) {
            return value;
        }
        if (value == null && !required) {
            return null;
        }
        if (type instanceof ScalarType scalar) {
            return scalar(where, value, scalar);
        }
        if (type instanceof ColumnType.ArrayType array) {
            return array(where, value, array, required);
        }
        if (type instanceof ColumnType.MapType map) {
            return map(where, value, map, required);
        }
        return object(where, value, (ColumnType.ObjectType) type);
    }

    private static Object scalar(String where, @Nullable Object value, ScalarType type) {
        if (value == null) {
            throw wrong(where, type, value);
        }
        return switch (type) {
            case BOOLEAN -> require(value instanceof Boolean, where, value, type);
            case INTEGER ->
                    require(value instanceof Long n && n == n.intValue(), where, value, type);
            case LONG -> require(value instanceof Long, where, value, type);
            case STRING, BINARY -> require(value instanceof String, where, value, type);
            case DATETIME ->
                    Datetimes.normalised(
                            where, require(value instanceof String, where, value, type).toString());
            case FLOAT, DOUBLE -> number(where, value, type);
        };
    }

    private static Object require(boolean fits, String where, Object value, ScalarType type) {
        if (!fits) {
            throw wrong(where, type, value);
        }
        return value;
    }

    private static Object number(String where, Object value, ScalarType type) {
        boolean exact = value instanceof Long number && Math.abs(number) < FIRST_INEXACT;
        if (exact || value instanceof Double) {
            return ((Number) value).doubleValue();
        }
        throw wrong(where, type, value);
    }

    private static Object array(
            String where, @Nullable Object value, ColumnType.ArrayType type, boolean required) {
        if (value == null && type.element() instanceof ColumnType.AnyType) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw wrong(where, type, value);
        }
        List<@Nullable Object> enforced = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            enforced.add(enforce(where + "[" + i + "]", list.get(i), type.element(), required));
        }
        return enforced;
    }

    private static Object map(
            String where, @Nullable Object value, ColumnType.MapType type, boolean required) {
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong(where, type, value);
        }
        Map<String, @Nullable Object> enforced = new LinkedHashMap<>();
        map.forEach(
                (key, element) ->
                        enforced.put(
                                String.valueOf(key),
                                enforce(where + "." + key, element, type.value(), required)));
        return enforced;
    }

    private static Object object(String where, @Nullable Object value, ColumnType.ObjectType type) {
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong(where, type, value);
        }
        Map<String, @Nullable Object> enforced = new LinkedHashMap<>();
        Set<Object> left = new HashSet<>(map.keySet());
        for (ColumnType.Property property : type.properties()) {
            String at = where + "." + property.name();
            if (left.remove(property.name())) {
                Object element = map.get(property.name());
                enforced.put(
                        property.name(),
                        enforce(at, element, property.type(), property.required()));
            } else if (property.required()) {
                throw ServingException.unprocessable(at + " is missing");
            }
        }
        if (!left.isEmpty()) {
            throw ServingException.unprocessable(
                    where + ": fields that the signature does not have: " + left);
        }
        return enforced;
    }

    private static ServingException wrong(String where, ColumnType type, @Nullable Object value) {
        return ServingException.unprocessable(
                where + ": the model's signature wants " + type + ", found " + named(value));
    }

    private static String named(@Nullable Object value) {
        if (value == null) {
            return "nothing";
        }
        if (value instanceof Map) {
            return "an object";
        }
        if (value instanceof List) {
            return "a list";
        }
        boolean integer = value instanceof Long || value instanceof BigInteger;
        return value instanceof String ? "text" : (integer ? "integer " : "") + value;
    }
}
