package io.bulkhead.host.runtime.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.host.runtime.WorkDone;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.event.Level;

/** Tells a child's messages from the lines of its models. */
final class ChildMessageReader {
    private final ObjectMapper json = new ObjectMapper();
    private final String prefix;

    /**
     * @param secret of the child and its parent
     */
    ChildMessageReader(String secret) {
        this.prefix = ChildMessageWriter.prefix(secret);
    }

    /** The message in this line; empty if it is a line of the model's. */
    Optional<ChildMessage> parse(String line) {
        if (!line.startsWith(prefix)) {
            return Optional.empty();
        }
        try {
            return message(json.readTree(line.substring(prefix.length())));
        } catch (JsonProcessingException | IllegalArgumentException cut) {
            return Optional.empty();
        }
    }

    private Optional<ChildMessage> message(JsonNode node) throws JsonProcessingException {
        String name = node.path("name").asText();
        int model = node.path("model").asInt();
        return switch (node.path("kind").asText()) {
            case "ready" ->
                    Optional.of(
                            new ChildMessage.Ready(
                                    model,
                                    List.of(
                                            json.treeToValue(
                                                    node.path("routes"),
                                                    ChildMessage.Route[].class))));
            case "failed" ->
                    Optional.of(
                            new ChildMessage.Failed(
                                    model,
                                    ErrorCode.valueOf(node.path("code").asText()),
                                    node.path("reason").asText()));
            case "loading" -> Optional.of(new ChildMessage.Loading(model));
            case "register" ->
                    Optional.of(
                            new ChildMessage.MetricRegistered(
                                    model, name, node.path("description").asText()));
            case "log" ->
                    Optional.of(
                            new ChildMessage.MetricLogged(
                                    model, name, node.path("value").asDouble()));
            case "described" -> Optional.of(new ChildMessage.Described(model));
            case "work" ->
                    Optional.of(
                            new ChildMessage.Worked(
                                    model, json.treeToValue(node.path("work"), WorkDone.class)));
            case "line" -> Optional.of(logged(node));
            default -> Optional.empty();
        };
    }

    private static ChildMessage.Logged logged(JsonNode node) {
        Map<String, String> fields = new LinkedHashMap<>();
        node.path("fields")
                .properties()
                .forEach(field -> fields.put(field.getKey(), field.getValue().asText()));
        return new ChildMessage.Logged(
                Level.valueOf(node.path("level").asText()),
                node.path("logger").asText(),
                node.path("message").asText(),
                node.path("exception").asText(),
                fields);
    }
}
