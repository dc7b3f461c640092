package io.bulkhead.host.runtime.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bulkhead.host.config.LogLevel;
import java.io.IOException;
import java.util.Map;

/** What a parent wants of a child that runs, as a line of the child's standard input. */
public sealed interface ParentOrder {
    /** Load a copy of a model; the child tells what became of it. */
    record Load(ChildModel model) implements ParentOrder {}

    /** Close a copy of a model, loaded or not yet. */
    record Unload(int number) implements ParentOrder {}

    /** Let the loggers have these levels, by their names, and no others; empty is the root. */
    record Levels(Map<String, LogLevel> levels) implements ParentOrder {
        /** Copies the map. */
        public Levels {
            levels = Map.copyOf(levels);
        }
    }

    /** Prints and parses orders. */
    final class Format {
        private static final String LOAD = "load";
        private static final String UNLOAD = "unload";
        private static final String LEVELS = "levels";
        private static final TypeReference<Map<String, LogLevel>> BY_LOGGER =
                new TypeReference<>() {};

        private final ObjectMapper json =
                new ObjectMapper().enable(DeserializationFeature.USE_LONG_FOR_INTS);

        /** The order's line, without its end. */
        public String print(ParentOrder order) {
            ObjectNode node = json.createObjectNode();
            if (order instanceof Load load) {
                node.set(LOAD, json.valueToTree(ChildModelJson.write(load.model())));
            } else if (order instanceof Unload unload) {
                node.put(UNLOAD, unload.number());
            } else if (order instanceof Levels levels) {
                node.set(LEVELS, json.valueToTree(levels.levels()));
            }
            return node.toString();
        }

        /**
         * The order in this line.
         *
         * @throws IOException if it is none, or the files that it names cannot be read
         */
        public ParentOrder parse(String line) throws IOException {
            JsonNode node = json.readTree(line);
            if (node.has(LOAD)) {
                return new Load(new ChildModelJson().read(contents(node.get(LOAD))));
            }
            if (node.has(UNLOAD)) {
                return new Unload(node.get(UNLOAD).intValue());
            }
            if (node.has(LEVELS)) {
                return new Levels(json.convertValue(node.get(LEVELS), BY_LOGGER));
            }
            throw new IOException("no order: " + line);
        }

        private ChildModelJson.Contents contents(JsonNode node) throws JsonProcessingException {
            return json.treeToValue(node, ChildModelJson.Contents.class);
        }
    }
}
