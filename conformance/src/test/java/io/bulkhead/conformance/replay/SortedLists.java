package io.bulkhead.conformance.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;

/** Orders lists of objects by some of their fields. */
final class SortedLists {
    private SortedLists() {}

    static JsonNode by(List<String> keys, JsonNode tree) {
        if (tree.isObject()) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            Trees.fields(tree).forEach((name, value) -> copy.set(name, by(keys, value)));
            return copy;
        }
        List<JsonNode> elements = Trees.elements(tree);
        if (elements.isEmpty() || !elements.stream().allMatch(JsonNode::isObject)) {
            return tree;
        }
        ArrayNode sorted = JsonNodeFactory.instance.arrayNode();
        elements.stream().sorted(order(keys)).forEach(sorted::add);
        return sorted;
    }

    /** By these fields, one after the other; objects that they do not tell apart stay in order. */
    private static Comparator<JsonNode> order(List<String> keys) {
        return keys.stream()
                .map(key -> Comparator.comparing((JsonNode object) -> text(object.path(key))))
                .reduce(Comparator.comparing(JsonNode::isObject), Comparator::thenComparing);
    }

    /** Any one text for equal values serves: both sides are ordered by the same rule. */
    private static String text(JsonNode value) {
        return value.isTextual() || value.isMissingNode() ? value.asText() : value.toString();
    }
}
