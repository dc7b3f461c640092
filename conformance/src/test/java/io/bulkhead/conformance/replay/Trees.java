package io.bulkhead.conformance.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Views of JSON trees as Java collections. */
final class Trees {
    private static final int SHORT = 160;

    private Trees() {}

    /** The child of this name: empty when there is none, present when it is null. */
    static Optional<JsonNode> child(JsonNode object, String name) {
        return Optional.ofNullable(object.get(name));
    }

    static JsonNode orNull(Optional<? extends JsonNode> tree) {
        return tree.isPresent() ? tree.get() : NullNode.getInstance();
    }

    /** The elements of an array; none of anything else. */
    static List<JsonNode> elements(JsonNode array) {
        List<JsonNode> elements = new ArrayList<>(array.size());
        if (array.isArray()) {
            array.forEach(elements::add);
        }
        return elements;
    }

    static List<String> texts(JsonNode array) {
        return elements(array).stream().map(JsonNode::asText).toList();
    }

    /** The fields of an object in their order; none of anything else. */
    static Map<String, JsonNode> fields(JsonNode object) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        object.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        return fields;
    }

    /** The text for a message: cut where it is long. */
    static String shorten(JsonNode tree) {
        return shorten(tree.isTextual() ? tree.asText() : tree.toString());
    }

    static String shorten(String text) {
        return text.length() <= SHORT
                ? text
                : text.substring(0, SHORT) + "…(" + text.length() + ")";
    }
}
