package io.bulkhead.plugin.mlflow.mlmodel;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** An object in a YAML document; what is not there is empty. */
public record YamlNode(Map<?, ?> values) {
    private static final int MAX_ALIASES = 10;
    private static final int MAX_CHARACTERS = 16 << 20;

    /**
     * Reads a document of plain values; it can name no types.
     *
     * @throws MlmodelException if it is no YAML, or no object
     */
    static YamlNode parse(String label, String text) throws MlmodelException {
        LoadSettings settings =
                LoadSettings.builder()
                        .setLabel(label)
                        .setMaxAliasesForCollections(MAX_ALIASES)
                        .setAllowRecursiveKeys(false)
                        .setCodePointLimit(MAX_CHARACTERS)
                        .build();
        Object document;
        try {
            document = new Load(settings).loadFromString(text);
        } catch (YamlEngineException | StackOverflowError e) {
            throw new MlmodelException(label + " is no YAML: " + firstLine(e));
        }
        if (document instanceof Map<?, ?> map) {
            return new YamlNode(map);
        }
        throw new MlmodelException(label + " holds no object, but nothing or a plain value");
    }

    private static String firstLine(Throwable failure) {
        String message = failure.getMessage();
        return message == null
                ? "nested too deeply"
                : message.lines().limit(2).reduce((a, b) -> a + ", " + b.strip()).orElse("");
    }

    /** The text or number of this name, as text. */
    public Optional<String> text(String name) {
        Object value = values.get(name);
        return value == null || value instanceof Map || value instanceof Iterable
                ? Optional.empty()
                : Optional.of(value.toString());
    }

    /** The value of this name, whatever it is. */
    public @Nullable Object value(String name) {
        return values.get(name);
    }

    /** The object of this name. */
    public Optional<YamlNode> node(String name) {
        return values.get(name) instanceof Map<?, ?> map
                ? Optional.of(new YamlNode(map))
                : Optional.empty();
    }

    /** The objects in this one, by name. */
    public Map<String, YamlNode> nodes() {
        Map<String, YamlNode> nodes = new LinkedHashMap<>();
        values.forEach(
                (name, value) -> {
                    if (value instanceof Map<?, ?> map) {
                        nodes.put(String.valueOf(name), new YamlNode(map));
                    }
                });
        return nodes;
    }
}
