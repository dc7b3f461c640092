package io.bulkhead.conformance.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Cases that ask for one recorded answer each, and what a scripted server is to say to them: the
 * answer as recorded, or changed in one place.
 */
final class SpoiledAnswers {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Spoiler spoiler = new Spoiler(20260101);
    private final List<ScriptedServer.Reply> replies = new ArrayList<>();
    private final Path folder;

    /**
     * Starts without cases.
     *
     * @param folder where the cases are written
     */
    SpoiledAnswers(Path folder) {
        this.folder = folder;
    }

    List<ScriptedServer.Reply> replies() {
        return List.copyOf(replies);
    }

    /** Adds a case for each REST step of a recorded one. */
    void addAll(RecordedCase recorded) throws IOException {
        for (JsonNode step : recorded.steps()) {
            if (step.has("expect") && step.path("protocol").asText("rest").equals("rest")) {
                add(step);
            }
        }
    }

    private void add(JsonNode recorded) throws IOException {
        int number = replies.size();
        replies.add(reply(recorded.path("expect")));
        ObjectNode step = NODES.objectNode().put("protocol", "rest").put("path", "/" + number);
        step.set("expect", recorded.get("expect"));
        if (recorded.has("also")) {
            step.set("also", recorded.get("also"));
        }
        ObjectNode one = NODES.objectNode().put("name", "rest-" + number);
        one.putArray("steps").add(step);
        Files.writeString(folder.resolve("rest-" + number + ".json"), PythonJson.write(one));
    }

    private ScriptedServer.Reply reply(JsonNode expected) throws IOException {
        JsonNode status = expected.path("status");
        int recorded = status.isArray() ? status.path(0).asInt() : status.asInt(200);
        int code = recorded == 204 ? 200 : recorded; // the JDK's server sends no body with a 204
        return new ScriptedServer.Reply(
                spoiler.onceIn(12) ? code + 1 : code, headers(expected), body(expected));
    }

    private Map<String, String> headers(JsonNode expected) {
        Map<String, String> headers = new LinkedHashMap<>();
        Trees.fields(expected.path("headers"))
                .forEach(
                        (name, value) -> {
                            if (!name.equals("content-encoding") && !spoiler.onceIn(15)) {
                                headers.put(name, header(value));
                            }
                        });
        return headers;
    }

    private String header(JsonNode expected) {
        String value = expected.isTextual() ? expected.asText() : "text/plain; version=0.0.4";
        return spoiler.onceIn(5) ? value.toUpperCase(Locale.ROOT).replace(",", " , ") : value;
    }

    private String body(JsonNode expected) throws IOException {
        if (expected.has("events")) {
            StringBuilder events = new StringBuilder();
            for (JsonNode event : maybeSpoilt(expected.path("events"))) {
                events.append("data: ").append(PythonJson.write(event)).append("\n\n");
            }
            return events.toString();
        }
        String text =
                expected.has("body")
                        ? PythonJson.write(maybeSpoilt(expected.path("body")))
                        : expected.path("body_text").asText();
        return spoiler.onceIn(20) ? text + "}" : text;
    }

    private JsonNode maybeSpoilt(JsonNode tree) {
        return spoiler.onceIn(4) ? tree : spoiler.spoil(tree);
    }
}
