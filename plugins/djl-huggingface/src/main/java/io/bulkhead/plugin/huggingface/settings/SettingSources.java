package io.bulkhead.plugin.huggingface.settings;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.huggingface.json.JsonNull;
import io.bulkhead.plugin.huggingface.json.JsonReader;
import io.bulkhead.plugin.huggingface.json.MalformedJsonException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The runtime's settings by name, from the places where MLServer looks: {@code
 * PREDICTIVE_UNIT_PARAMETERS} before {@code parameters.extra} before {@code
 * MLSERVER_MODEL_HUGGINGFACE_*}.
 */
public final class SettingSources {
    private static final String PREFIX = "MLSERVER_MODEL_HUGGINGFACE_";
    private static final String UNIT = "PREDICTIVE_UNIT_PARAMETERS";

    private SettingSources() {}

    /**
     * @param extra {@code parameters.extra}
     * @param environment the process's variables
     */
    public static Map<String, Object> merge(
            Map<String, Object> extra, Map<String, String> environment) {
        Map<String, Object> merged = new LinkedHashMap<>();
        environment.forEach(
                (name, value) -> {
                    if (name.toUpperCase(Locale.ROOT).startsWith(PREFIX)) {
                        merged.put(name.substring(PREFIX.length()).toLowerCase(Locale.ROOT), value);
                    }
                });
        merged.putAll(extra);
        String unit = environment.get(UNIT);
        if (unit != null && !unit.isBlank()) {
            merged.putAll(predictiveUnit(unit));
        }
        return merged;
    }

    private static Map<String, Object> predictiveUnit(String text) {
        try {
            if (JsonReader.read(text) instanceof List<?> list) {
                Map<String, Object> values = new LinkedHashMap<>();
                list.forEach(entry -> putUnit(values, entry));
                return values;
            }
        } catch (MalformedJsonException e) {
            throw ServingException.loadFailed(UNIT + " " + e.getMessage(), e);
        }
        throw ServingException.loadFailed(
                UNIT + " must be a JSON list of objects with name, value and type", null);
    }

    private static void putUnit(Map<String, Object> values, Object entry) {
        if (!(entry instanceof Map<?, ?> unit) || !(unit.get("name") instanceof String name)) {
            throw ServingException.loadFailed(UNIT + " has an entry without a name", null);
        }
        Object value = unit.get("value");
        if (value == null || value == JsonNull.NULL) {
            throw ServingException.loadFailed(UNIT + ": '" + name + "' has no value", null);
        }
        values.put(name, typed(name, String.valueOf(value), String.valueOf(unit.get("type"))));
    }

    private static Object typed(String name, String value, String type) {
        try {
            return switch (type) {
                case "INT" -> (Object) Long.parseLong(value.strip());
                case "FLOAT", "DOUBLE" -> (Object) Double.parseDouble(value.strip());
                case "BOOL" -> (Object) RuntimeSettings.truth(name, value);
                case "STRING" -> value;
                default ->
                        throw ServingException.loadFailed(
                                UNIT
                                        + ": type of '"
                                        + name
                                        + "' must be INT, FLOAT, DOUBLE, STRING or BOOL, found "
                                        + type,
                                null);
            };
        } catch (NumberFormatException e) {
            throw ServingException.loadFailed(
                    UNIT + ": '" + name + "' is no " + type + ": '" + value + "'", e);
        }
    }
}
