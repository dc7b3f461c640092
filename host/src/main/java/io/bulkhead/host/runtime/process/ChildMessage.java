package io.bulkhead.host.runtime.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.route.ModelRoute;
import io.bulkhead.host.runtime.WorkDone;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.event.Level;

/**
 * What a child tells its parent unasked, as a line of its standard output that begins with the
 * secret of both; every other line is a model's own. What is told of a model names it by its
 * number, see {@link ChildModel}.
 */
public sealed interface ChildMessage {
    /**
     * The model is loaded and answers.
     *
     * @param routes endpoints of its own
     */
    record Ready(int model, List<Route> routes) implements ChildMessage {
        /** Copies the list. */
        public Ready {
            routes = List.copyOf(routes);
        }
    }

    /** An endpoint of a model's own, see {@link ModelRoute}. */
    record Route(String method, String path, ModelRoute.Purpose purpose) {}

    /** The model still loads, and has got further. */
    record Loading(int model) implements ChildMessage {}

    /** The model cannot be loaded. */
    record Failed(int model, ErrorCode code, String reason) implements ChildMessage {}

    /** The model declares a metric. */
    record MetricRegistered(int model, String name, String description) implements ChildMessage {}

    /** The model observed a value. */
    record MetricLogged(int model, String name, double value) implements ChildMessage {}

    /** The model says something else of itself than before; it can be asked what. */
    record Described(int model) implements ChildMessage {}

    /** What the model has done since this was told last. */
    record Worked(int model, WorkDone work) implements ChildMessage {}

    /**
     * A line of the child's log.
     *
     * @param exception a stack trace; empty if there is none
     * @param fields the MDC under which it was logged
     */
    record Logged(
            Level level,
            String logger,
            String message,
            String exception,
            Map<String, String> fields)
            implements ChildMessage {}

    /** Prints and parses messages. */
    final class Format {
        private static final String KIND = "kind";
        private static final String NAME = "name";
        private static final String WORK = "work";
        private static final String MODEL = "model";
        private static final String LOADING = "loading";
        private static final String ROUTES = "routes";

        private final ObjectMapper json = new ObjectMapper();
        private final String prefix;

        /**
         * @param secret of this child and its parent
         */
        public Format(String secret) {
            this.prefix = "bulkhead-" + secret + " ";
        }

        /** The line for this message. */
        public String print(ChildMessage message) {
            ObjectNode node = json.createObjectNode();
            if (message instanceof Failed failed) {
                node.put(KIND, "failed").put(MODEL, failed.model());
                node.put("code", failed.code().name()).put("reason", failed.reason());
            } else if (message instanceof Loading loading) {
                node.put(KIND, LOADING).put(MODEL, loading.model());
            } else if (message instanceof MetricRegistered metric) {
                node.put(KIND, "register").put(MODEL, metric.model());
                node.put(NAME, metric.name()).put("description", metric.description());
            } else if (message instanceof MetricLogged metric) {
                node.put(KIND, "log").put(MODEL, metric.model());
                node.put(NAME, metric.name()).put("value", metric.value());
            } else if (message instanceof Described described) {
                node.put(KIND, "described").put(MODEL, described.model());
            } else if (message instanceof Worked worked) {
                node.put(KIND, WORK).put(MODEL, worked.model());
                node.set(WORK, json.valueToTree(worked.work()));
            } else if (message instanceof Logged logged) {
                node.put(KIND, "line").put("level", logged.level().name());
                node.put("logger", logged.logger()).put("message", logged.message());
                node.put("exception", logged.exception());
                ObjectNode fields = node.putObject("fields");
                logged.fields().forEach(fields::put);
            } else if (message instanceof Ready ready) {
                node.put(KIND, "ready").put(MODEL, ready.model());
                node.set(ROUTES, json.valueToTree(ready.routes()));
            }
            return prefix + node;
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
            String name = node.path(NAME).asText();
            int model = node.path(MODEL).asInt();
            return switch (node.path(KIND).asText()) {
                case "ready" ->
                        Optional.of(
                                new Ready(
                                        model,
                                        List.of(
                                                json.treeToValue(
                                                        node.path(ROUTES), Route[].class))));
                case "failed" ->
                        Optional.of(
                                new Failed(
                                        model,
                                        ErrorCode.valueOf(node.path("code").asText()),
                                        node.path("reason").asText()));
                case LOADING -> Optional.of(new Loading(model));
                case "register" ->
                        Optional.of(
                                new MetricRegistered(
                                        model, name, node.path("description").asText()));
                case "log" ->
                        Optional.of(new MetricLogged(model, name, node.path("value").asDouble()));
                case "described" -> Optional.of(new Described(model));
                case WORK ->
                        Optional.of(
                                new Worked(
                                        model, json.treeToValue(node.path(WORK), WorkDone.class)));
                case "line" -> Optional.of(logged(node));
                default -> Optional.empty();
            };
        }

        private static Logged logged(JsonNode node) {
            Map<String, String> fields = new LinkedHashMap<>();
            node.path("fields")
                    .properties()
                    .forEach(field -> fields.put(field.getKey(), field.getValue().asText()));
            return new Logged(
                    Level.valueOf(node.path("level").asText()),
                    node.path("logger").asText(),
                    node.path("message").asText(),
                    node.path("exception").asText(),
                    fields);
        }
    }
}
