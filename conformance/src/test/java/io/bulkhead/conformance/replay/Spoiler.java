package io.bulkhead.conformance.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Changes answers in one place each, so that some of them pass still and most do not. */
final class Spoiler {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final double DESCEND = 0.85;

    private final Random random;

    Spoiler(long seed) {
        this.random = new Random(seed);
    }

    /** True once in so many times. */
    boolean onceIn(int times) {
        return random.nextInt(times) == 0;
    }

    /** The tree with one of its nodes changed. */
    JsonNode spoil(JsonNode tree) {
        if (!tree.isContainerNode() || tree.isEmpty() || random.nextDouble() > DESCEND) {
            return spoilHere(tree);
        }
        return tree.isObject() ? spoilField((ObjectNode) tree) : spoilElement((ArrayNode) tree);
    }

    private JsonNode spoilField(ObjectNode object) {
        String field = pick(List.copyOf(Trees.fields(object).keySet()));
        return object.deepCopy().set(field, spoil(object.get(field)));
    }

    private JsonNode spoilElement(ArrayNode array) {
        int index = random.nextInt(array.size());
        return array.deepCopy().set(index, spoil(array.get(index)));
    }

    private JsonNode spoilHere(JsonNode node) {
        return switch (node.getNodeType()) {
            case NUMBER -> pick(numbersNear(node));
            case STRING -> pick(textsNear(node.asText()));
            case BOOLEAN ->
                    pick(List.of(NODES.booleanNode(!node.asBoolean()), NODES.numberNode(1)));
            case OBJECT -> pick(objectsNear((ObjectNode) node));
            case ARRAY -> pick(arraysNear((ArrayNode) node));
            default -> pick(List.of(NODES.numberNode(0), NODES.booleanNode(false), text("")));
        };
    }

    private static List<JsonNode> numbersNear(JsonNode number) {
        double value = number.doubleValue();
        return List.of(
                NODES.numberNode(value * (1 + 1e-7)),
                NODES.numberNode(value * (1 + 0.9e-5)),
                NODES.numberNode(value * (1 + 1.3e-5)),
                NODES.numberNode(value + 1e-3),
                NODES.numberNode((long) value),
                NODES.numberNode((long) value + 1),
                NODES.numberNode(Double.NaN),
                NODES.numberNode(Double.POSITIVE_INFINITY),
                text(number.asText()),
                NODES.nullNode());
    }

    private static List<JsonNode> textsNear(String text) {
        return List.of(
                text(text + "x"),
                text(text.toUpperCase(Locale.ROOT)),
                text(""),
                NODES.numberNode(0),
                NODES.nullNode());
    }

    private static List<JsonNode> objectsNear(ObjectNode object) {
        ObjectNode more = object.deepCopy();
        more.put("more", 1);
        ObjectNode fewer = object.deepCopy();
        Trees.fields(object).keySet().stream().findFirst().ifPresent(fewer::remove);
        return List.of(more, fewer, NODES.arrayNode(), NODES.nullNode());
    }

    private static List<JsonNode> arraysNear(ArrayNode array) {
        List<JsonNode> elements = new ArrayList<>(Trees.elements(array));
        Collections.reverse(elements);
        ArrayNode reversed = NODES.arrayNode().addAll(elements);
        ArrayNode more = array.deepCopy().addNull();
        ArrayNode fewer = array.deepCopy();
        fewer.remove(0);
        return List.of(reversed, more, fewer, NODES.objectNode());
    }

    private <T> T pick(List<? extends T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static JsonNode text(String text) {
        return NODES.textNode(text);
    }
}
