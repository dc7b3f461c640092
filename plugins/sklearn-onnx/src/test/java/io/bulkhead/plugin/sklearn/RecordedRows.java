package io.bulkhead.plugin.sklearn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What Python was asked, in whichever way the fixtures write it down: values by column, row after
 * row in each.
 *
 * @param columns of an array by their number
 */
record RecordedRows(Map<String, List<JsonNode>> columns) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Those of a file of the fixtures; without columns if nothing was recorded. */
    static RecordedRows of(Path file) {
        Path expected = file.resolveSibling("expected.json");
        if (!Files.exists(expected)) {
            return new RecordedRows(Map.of());
        }
        JsonNode all = read(expected);
        String name = file.getFileName().toString().replaceFirst("\\.\\w+$", "");
        if (!all.has("rows")) {
            return ofNode(all.path(name));
        }
        String rows = all.path("models").path(name).path("rows").asText();
        return ofNode(all.path("rows").path(rows));
    }

    static JsonNode read(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of a request, a table or an array. */
    static RecordedRows ofNode(JsonNode node) {
        if (node.path("inputs").size() == 1) {
            return ofNode(node.path("inputs").get(0));
        }
        Map<String, List<JsonNode>> columns = new LinkedHashMap<>();
        node.path("inputs")
                .forEach(input -> columns.put(input.path("name").asText(), values(input)));
        node.path("table")
                .properties()
                .forEach(column -> columns.put(column.getKey(), values(column.getValue())));
        if (node.has("shape")) {
            List<JsonNode> values = values(node.has("input") ? node.path("input") : node);
            int width = node.path("shape").path(1).asInt(1);
            for (int i = 0; i < values.size(); i++) {
                String name = Integer.toString(i % width);
                columns.computeIfAbsent(name, any -> new ArrayList<>()).add(values.get(i));
            }
        }
        return new RecordedRows(columns);
    }

    private static List<JsonNode> values(JsonNode node) {
        List<JsonNode> values = new ArrayList<>();
        flatten(node.isObject() ? node.path("data") : node, values);
        return values;
    }

    private static void flatten(JsonNode node, List<JsonNode> values) {
        if (node.isArray()) {
            node.forEach(inner -> flatten(inner, values));
        } else {
            values.add(node);
        }
    }

    /** Two rows of so many columns: that of this name, else those that begin at this place. */
    ArrayNode twoRows(String name, int place, int width, boolean text) {
        List<List<JsonNode>> chosen =
                columns.containsKey(name)
                        ? List.of(columns.get(name))
                        : columns.values().stream().skip(place).toList();
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        for (int row = 0; row < 2; row++) {
            for (int column = 0; column < width; column++) {
                boolean known = column < chosen.size() && row < chosen.get(column).size();
                JsonNode value = known ? chosen.get(column).get(row) : null;
                rows.add(fitting(value, text));
            }
        }
        return rows;
    }

    private static JsonNode fitting(JsonNode value, boolean text) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (text) {
            return nodes.textNode(value == null || value.isNull() ? "" : value.asText());
        }
        return value == null || value.isTextual() ? nodes.numberNode(0) : value;
    }
}
