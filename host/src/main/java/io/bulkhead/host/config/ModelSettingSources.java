package io.bulkhead.host.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bulkhead.host.config.ModelDefinition.Origin;
import io.bulkhead.host.config.ModelSettingKey.Effect;
import io.bulkhead.host.config.ModelSettingKey.ValueType;
import java.util.Map;
import java.util.Optional;

/**
 * Where a model's settings come from, strongest first: their own place in the file, {@code
 * parameters.extra}, which orchestrators that rewrite the file leave alone, and the environment
 * ({@code .env} included).
 */
final class ModelSettingSources {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private final JsonDocument document;
    private final Map<String, String> variables;
    private final Origin origin;

    /**
     * A value and where it stands.
     *
     * @param name as a fault calls it, e.g. {@code parameters.extra.isolation}
     * @param place in the file, or the variable
     */
    record Found(JsonNode value, String name, String place) {}

    /**
     * @param variables by their names in capitals
     */
    ModelSettingSources(JsonDocument document, Map<String, String> variables, Origin origin) {
        this.document = document;
        this.variables = variables;
        this.origin = origin;
    }

    /** The value in force; empty if nobody gives one, or gives null. */
    Optional<Found> find(ModelSettingKey key) {
        return at(key.pointer()).or(() -> inExtra(key)).or(() -> inVariables(key));
    }

    /** The value at a place in the file. */
    Optional<Found> at(String pointer) {
        JsonNode node = document.root().at(pointer);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        String place =
                origin == Origin.FILE
                        ? document.place(pointer)
                        : "recognised by the artefact in the folder";
        return Optional.of(new Found(node, pointer.substring(1).replace('/', '.'), place));
    }

    /** Whether {@code parameters.extra} has this setting, as one of ours. */
    boolean takesFromExtra(ModelSettingKey key) {
        return inExtra(key).isPresent();
    }

    private Optional<Found> inExtra(ModelSettingKey key) {
        if (key.effect() == Effect.IDENTITY) {
            return Optional.empty();
        }
        return at(key.extraPointer()).filter(found -> !isOfRuntime(key, found.value()));
    }

    /** Runtimes have lists called inputs and outputs, too, but of names. */
    private static boolean isOfRuntime(ModelSettingKey key, JsonNode value) {
        return key.type() == ValueType.TENSORS
                && !(value.isArray() && value.path(0).has("datatype"));
    }

    private Optional<Found> inVariables(ModelSettingKey key) {
        String text = variables.get(key.variable());
        if (text == null) {
            return Optional.empty();
        }
        String place = key.variable() + " in the environment or .env";
        return Optional.of(new Found(typed(text, key.type()), key.shownName(), place));
    }

    /** A variable holds lists and objects as JSON; what is none is left as text. */
    private static JsonNode typed(String text, ValueType type) {
        boolean structured =
                switch (type) {
                    case TEXTS, TENSORS, OBJECT -> true;
                    case OPTIONS -> text.startsWith("[");
                    case TEXT, INTEGER, COUNT, NUMBER, BOOLEAN, ISOLATION, LANGUAGE -> false;
                };
        if (structured) {
            try {
                return MAPPER.readTree(text);
            } catch (JsonProcessingException e) {
                return MAPPER.valueToTree(text);
            }
        }
        return MAPPER.valueToTree(text);
    }

    /**
     * The object {@code parameters} as the runtime sees it: the variable's fields, the file's over
     * them, {@code extra} in the same way.
     */
    ObjectNode parameters() {
        ObjectNode merged = MAPPER.createObjectNode();
        inVariables(ModelSettingKey.PARAMETERS).ifPresent(found -> merge(found.value(), merged));
        inVariables(ModelSettingKey.EXTRA)
                .filter(found -> found.value().isObject())
                .ifPresent(found -> merge(found.value(), merged.withObject("/extra")));
        merge(document.root().path("parameters"), merged);
        return merged;
    }

    private static void merge(JsonNode from, ObjectNode into) {
        from.properties()
                .forEach(
                        field -> {
                            boolean both = field.getValue().isObject();
                            if (both && into.path(field.getKey()) instanceof ObjectNode inner) {
                                merge(field.getValue(), inner);
                            } else {
                                into.set(field.getKey(), field.getValue().deepCopy());
                            }
                        });
    }
}
