package io.bulkhead.host.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.bulkhead.host.config.ModelSettingKey.ValueType;
import io.bulkhead.host.config.ModelSettingSources.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A model's settings by their types. Collects faults instead of stopping at the first. */
final class ModelSettingValues {
    private static final Pattern INTEGER = Pattern.compile("[+-]?\\d{1,9}");
    private static final Pattern COUNT = Pattern.compile("\\d{1,18}");
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(\\.\\d*)?([eE][+-]?\\d+)?");
    private static final Set<String> YES = Set.of("true", "1", "yes", "on", "t", "y");
    private static final Set<String> NO = Set.of("false", "0", "no", "off", "f", "n");

    private final ModelSettingSources sources;
    private final List<String> faults = new ArrayList<>();

    ModelSettingValues(ModelSettingSources sources) {
        this.sources = sources;
    }

    List<String> faults() {
        return List.copyOf(faults);
    }

    void fault(String text) {
        faults.add(text);
    }

    void wrong(Found found, String wanted) {
        faults.add(
                found.place()
                        + ": '"
                        + found.name()
                        + "': "
                        + wanted
                        + " is wanted, found "
                        + JsonDocument.kind(found.value()));
    }

    /** The value in force, if it is of the setting's type; a fault if it is not. */
    Optional<Found> legal(ModelSettingKey key) {
        Optional<Found> found = sources.find(key);
        if (found.isPresent() && !fits(key.type(), found.get().value())) {
            wrong(found.get(), key.type().wanted());
            return Optional.empty();
        }
        return found;
    }

    private static boolean fits(ValueType type, JsonNode node) {
        return switch (type) {
            case TEXT -> node.isTextual();
            case INTEGER -> isInteger(node);
            case COUNT -> isCount(node);
            case NUMBER -> node.isNumber() || matches(node, NUMBER);
            case BOOLEAN -> isBoolean(node);
            case TEXTS -> areTexts(node);
            case OPTIONS -> node.isTextual() || areTexts(node);
            case TENSORS -> node.isArray();
            case ISOLATION ->
                    node.asText().equals("classloader") || node.asText().equals("process");
            case LANGUAGE -> node.asText().equals("java") || node.asText().equals("python");
            case OBJECT -> node.isObject();
        };
    }

    private static boolean isInteger(JsonNode node) {
        boolean whole =
                node.isFloatingPointNumber() && node.doubleValue() == Math.rint(node.doubleValue());
        return ((node.isIntegralNumber() || whole) && node.canConvertToInt())
                || matches(node, INTEGER);
    }

    private static boolean isCount(JsonNode node) {
        return (node.isIntegralNumber() && node.canConvertToLong()) || matches(node, COUNT);
    }

    private static boolean matches(JsonNode node, Pattern form) {
        return node.isTextual() && form.matcher(node.textValue().strip()).matches();
    }

    private static boolean isBoolean(JsonNode node) {
        String text = node.asText().toLowerCase(Locale.ROOT);
        return node.isBoolean()
                || ((node.isTextual() || node.isInt())
                        && (YES.contains(text) || NO.contains(text)));
    }

    private static boolean areTexts(JsonNode node) {
        boolean legal = node.isArray();
        for (JsonNode element : node) {
            legal &= element.isTextual();
        }
        return legal;
    }

    Optional<String> text(ModelSettingKey key) {
        return legal(key).map(found -> found.value().textValue());
    }

    Optional<Integer> integer(ModelSettingKey key) {
        return legal(key)
                .map(Found::value)
                .map(v -> v.isTextual() ? Integer.parseInt(v.textValue().strip()) : v.intValue());
    }

    /** The value in force, if it is a number of this range; a fault if it is not. */
    Optional<Long> count(ModelSettingKey key, long least, long most) {
        Optional<Found> found = legal(key);
        Optional<Long> value = found.map(f -> Long.parseLong(f.value().asText().strip()));
        if (value.isPresent() && (value.get() < least || value.get() > most)) {
            wrong(found.orElseThrow(), "an integer from " + least + " to " + most);
            return Optional.empty();
        }
        return value;
    }

    List<String> texts(ModelSettingKey key) {
        return legal(key).map(found -> texts(found.value())).orElse(List.of());
    }

    private static List<String> texts(JsonNode node) {
        if (node.isTextual()) {
            return List.of(node.textValue().strip().split("\\s+"));
        }
        List<String> values = new ArrayList<>();
        node.forEach(element -> values.add(element.asText()));
        return values;
    }
}
