package io.bulkhead.conformance.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The counterpart of {@link SpoiledAnswers} for gRPC: each recorded answer, spoiled several times.
 */
final class SpoiledGrpcAnswers {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int TIMES = 8;

    private final Spoiler spoiler = new Spoiler(20260102);
    private final List<ScriptedGrpcServer.Reply> replies = new ArrayList<>();
    private final ProtoServices services;
    private final Path folder;

    /**
     * Starts without cases.
     *
     * @param folder where the cases are written
     */
    SpoiledGrpcAnswers(ProtoServices services, Path folder) {
        this.services = services;
        this.folder = folder;
    }

    List<ScriptedGrpcServer.Reply> replies() {
        return List.copyOf(replies);
    }

    /** Adds cases for each gRPC step of a recorded one. */
    void addAll(RecordedCase recorded) throws IOException {
        for (JsonNode step : recorded.steps()) {
            if (step.path("protocol").asText().equals("grpc")) {
                for (int i = 0; i < TIMES; i++) {
                    add(step);
                }
            }
        }
    }

    private void add(JsonNode recorded) throws IOException {
        int number = replies.size();
        var method =
                services.method(
                        recorded.path("service").asText(), recorded.path("method").asText());
        replies.add(reply(method, recorded.path("expect")));
        ObjectNode step = recorded.deepCopy();
        step.putObject("metadata").put(ScriptedGrpcServer.NUMBER, Integer.toString(number));
        ObjectNode one = NODES.objectNode().put("name", "grpc-" + number);
        one.putArray("steps").add(step);
        Files.writeString(folder.resolve("grpc-" + number + ".json"), PythonJson.write(one));
    }

    private ScriptedGrpcServer.Reply reply(MethodDescriptor method, JsonNode expected)
            throws IOException {
        List<Message> messages = new ArrayList<>();
        for (JsonNode one : Trees.elements(expected.path("responses"))) {
            messages.add(message(method, one));
        }
        if (messages.isEmpty()) {
            messages.add(message(method, expected.path("response")));
        }
        Status status = status(expected);
        return new ScriptedGrpcServer.Reply(
                status, status.isOk() ? messages : List.of(), trailers(expected));
    }

    private Status status(JsonNode expected) {
        String code = expected.path("code").asText("OK");
        String message = expected.path("message").asText("");
        return Status.Code.valueOf(spoiler.onceIn(12) ? "ABORTED" : code)
                .toStatus()
                .withDescription(spoiler.onceIn(4) ? message + "!" : message);
    }

    private Map<String, String> trailers(JsonNode expected) {
        Map<String, String> trailers = new LinkedHashMap<>();
        Trees.fields(expected.path("trailers"))
                .forEach(
                        (name, value) -> {
                            String text = value.asText();
                            trailers.put(name, spoiler.onceIn(20) ? text + "x" : text);
                        });
        return trailers;
    }

    /** The message as recorded where what it was spoiled to is none. */
    private Message message(MethodDescriptor method, JsonNode recorded) throws IOException {
        if (!recorded.isObject() || spoiler.onceIn(4)) {
            return parse(method, recorded);
        }
        try {
            return parse(method, spoiler.spoil(recorded));
        } catch (InvalidProtocolBufferException e) {
            return parse(method, recorded);
        }
    }

    private static Message parse(MethodDescriptor method, JsonNode json) throws IOException {
        DynamicMessage.Builder builder = DynamicMessage.newBuilder(method.getOutputType());
        if (json.isObject()) {
            JsonFormat.parser().ignoringUnknownFields().merge(PythonJson.write(json), builder);
        }
        return builder.build();
    }
}
