package io.bulkhead.host.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Where settings come from, strongest first: command-line flags, {@code settings.json}, the
 * environment, {@code .env}. Collects faults instead of stopping at the first.
 */
final class SettingSources {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    /** A value and the words that say where it stands. */
    private record Found(JsonNode value, String place, boolean fromText) {}

    /**
     * A value of any kind.
     *
     * @param place where it stands, in words
     * @param places where what is inside it stands, by JSON pointer
     */
    record Located(JsonNode node, String place, UnaryOperator<String> places) {}

    private final Map<String, String> flags;
    private final Optional<JsonDocument> file;
    private final Map<String, String> environment;
    private final Map<String, String> dotEnv;
    private final List<String> faults = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    SettingSources(
            Map<String, String> flags,
            Optional<JsonDocument> file,
            Map<String, String> environment,
            Map<String, String> dotEnv) {
        this.flags = flags;
        this.file = file;
        this.environment = environment;
        this.dotEnv = dotEnv;
    }

    List<String> faults() {
        return List.copyOf(faults);
    }

    void fault(String text) {
        faults.add(text);
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    void warning(String text) {
        warnings.add(text);
    }

    private Optional<Found> find(SettingKey key) {
        String flag = flags.get(key.name());
        if (flag != null) {
            return Optional.of(new Found(MAPPER.valueToTree(flag), key.flag(), true));
        }
        if (file.isPresent() && file.get().root().has(key.name())) {
            return Optional.of(
                    new Found(
                            file.get().root().get(key.name()),
                            file.get().place("/" + key.name()) + ", " + key.name(),
                            false));
        }
        return variable(key.variable(), environment, "environment variable ")
                .or(() -> variable(key.variable(), dotEnv, ".env, "));
    }

    private static Optional<Found> variable(
            String name, Map<String, String> variables, String label) {
        // pydantic, which MLServer reads its settings with, does not mind the case of variables.
        return variables.entrySet().stream()
                .filter(e -> e.getKey().equalsIgnoreCase(name))
                .findFirst()
                .map(e -> new Found(MAPPER.valueToTree(e.getValue()), label + e.getKey(), true));
    }

    /** What a variable that is no setting's says, as JSON if it is such. */
    Optional<JsonNode> variable(String name) {
        return variable(name, environment, "")
                .or(() -> variable(name, dotEnv, ""))
                .map(found -> parsed(found).orElse(found.value()));
    }

    private void wrong(Found found, String wanted) {
        faults.add(
                found.place()
                        + ": "
                        + wanted
                        + " is wanted, found "
                        + JsonDocument.kind(found.value()));
    }

    /** A fault of a field within an object, with its own place if it stands in the file. */
    void wrongWithin(SettingKey key, String field, String wanted, JsonNode value) {
        Optional<Found> found = find(key);
        boolean inFile = file.isPresent() && file.get().root().path(key.name()).has(field);
        String name = key.name() + "." + field;
        String place =
                inFile
                        ? file.orElseThrow().place("/" + key.name() + "/" + field) + ", " + name
                        : found.map(Found::place).orElse("") + ", " + name;
        wrong(new Found(value, place, false), wanted);
    }

    String text(SettingKey key, String defaultValue) {
        return optionalText(key).orElse(defaultValue);
    }

    /** Text of a certain form. */
    String text(SettingKey key, Pattern form, String wanted, String defaultValue) {
        String value = text(key, defaultValue);
        if (!form.matcher(value).matches()) {
            find(key).ifPresent(found -> wrong(found, wanted));
        }
        return value;
    }

    Optional<String> optionalText(SettingKey key) {
        Optional<Found> found = find(key).filter(f -> !f.value().isNull());
        if (found.isPresent() && !found.get().value().isTextual()) {
            wrong(found.get(), "text");
            return Optional.empty();
        }
        return found.map(f -> f.value().textValue());
    }

    /** Whether it is given as {@code null}, which for some settings means "off". */
    boolean isNull(SettingKey key) {
        return find(key)
                .filter(f -> f.value().isNull() || (f.fromText() && f.value().asText().isEmpty()))
                .isPresent();
    }

    boolean flag(SettingKey key, boolean defaultValue) {
        Optional<Found> found = find(key);
        if (found.isEmpty()) {
            return defaultValue;
        }
        JsonNode value = found.get().value();
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        switch (value.asText().toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes", "on", "t", "y" -> {
                return true;
            }
            case "false", "0", "no", "off", "f", "n" -> {
                return false;
            }
            default -> wrong(found.get(), "true or false");
        }
        return defaultValue;
    }

    long integer(SettingKey key, long defaultValue, long least, long most) {
        Optional<Found> found = find(key);
        if (found.isEmpty()) {
            return defaultValue;
        }
        String range = "an integer from " + least + " to " + most;
        try {
            long value = Long.parseLong(found.get().value().asText().strip());
            if (value >= least && value <= most && !found.get().value().isBoolean()) {
                return value;
            }
            wrong(found.get(), range);
        } catch (NumberFormatException e) {
            wrong(found.get(), range);
        }
        return defaultValue;
    }

    /** A list of texts; empty if not given, null or wrong. */
    List<String> texts(SettingKey key) {
        List<String> values = new ArrayList<>();
        structured(key, SettingSources::areTexts, "a list of texts")
                .ifPresent(list -> list.forEach(element -> values.add(element.asText())));
        return values;
    }

    /** Paths: a list, or as text what is separated as the system separates paths. */
    List<String> paths(SettingKey key) {
        boolean asText =
                located(key)
                        .filter(found -> found.node().isTextual())
                        .filter(found -> !found.node().asText().stripLeading().startsWith("["))
                        .isPresent();
        if (!asText) {
            return texts(key);
        }
        String text = located(key).map(found -> found.node().asText()).orElse("");
        return List.of(text.split(java.io.File.pathSeparator, -1)).stream()
                .filter(path -> !path.isBlank())
                .toList();
    }

    private static boolean areTexts(JsonNode node) {
        boolean legal = node.isArray();
        for (JsonNode element : node) {
            legal &= element.isTextual();
        }
        return legal;
    }

    /** An object; empty if not given, null or wrong. */
    Optional<JsonNode> object(SettingKey key) {
        return structured(key, JsonNode::isObject, "an object");
    }

    /** Whatever it is, null left out; a variable may hold an object as JSON, or plain text. */
    Optional<Located> located(SettingKey key) {
        return find(key)
                .filter(found -> !found.value().isNull())
                .filter(found -> !found.fromText() || !found.value().asText().isEmpty())
                .map(found -> located(key, found));
    }

    private Located located(SettingKey key, Found found) {
        if (found.fromText()) {
            JsonNode node =
                    found.value().asText().stripLeading().startsWith("{")
                            ? parsed(found).orElse(found.value())
                            : found.value();
            return new Located(node, found.place(), pointer -> found.place());
        }
        return new Located(
                found.value(),
                found.place(),
                pointer ->
                        file.map(document -> document.place("/" + key.name() + pointer))
                                .orElse(found.place()));
    }

    private Optional<JsonNode> structured(
            SettingKey key, Predicate<JsonNode> legal, String wanted) {
        Optional<Found> found = find(key).filter(f -> !f.value().isNull());
        Optional<JsonNode> value = found.flatMap(SettingSources::parsed).filter(legal);
        if (found.isPresent() && value.isEmpty()) {
            wrong(found.get(), wanted);
        }
        return value;
    }

    /** A variable or flag holds JSON as text. */
    private static Optional<JsonNode> parsed(Found found) {
        if (!found.fromText()) {
            return Optional.of(found.value());
        }
        try {
            return Optional.of(MAPPER.readTree(found.value().asText()));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
