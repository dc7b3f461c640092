package io.bulkhead.host.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.bulkhead.api.inference.Parameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON values as the plain Java values that {@link Parameters} hold. */
final class JsonValues {
    private JsonValues() {}

    /** The fields of an object, those that are null left out; anything else has none. */
    static Parameters parameters(JsonNode node) {
        Map<String, Object> values = new LinkedHashMap<>();
        node.properties()
                .forEach(
                        field -> {
                            Object value = value(field.getValue());
                            if (value != null) {
                                values.put(field.getKey(), value);
                            }
                        });
        return Parameters.copyOf(values);
    }

    /** A value that is not null. */
    static Object plain(JsonNode node) {
        Object value = value(node);
        return value == null ? "null" : value;
    }

    private static @Nullable Object value(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> node.textValue();
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> node.isIntegralNumber() ? number(node) : node.doubleValue();
            case ARRAY -> list(node);
            case OBJECT -> object(node);
            default -> null;
        };
    }

    private static Object number(JsonNode node) {
        return node.canConvertToLong() ? (Object) node.longValue() : node.doubleValue();
    }

    private static List<@Nullable Object> list(JsonNode node) {
        List<@Nullable Object> values = new ArrayList<>(node.size());
        node.forEach(element -> values.add(value(element)));
        return values;
    }

    private static Map<String, @Nullable Object> object(JsonNode node) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        node.properties().forEach(field -> values.put(field.getKey(), value(field.getValue())));
        return values;
    }
}
