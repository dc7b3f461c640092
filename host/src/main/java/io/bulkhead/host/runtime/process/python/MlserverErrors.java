package io.bulkhead.host.runtime.process.python;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What an MLServer answers when something is wrong, as an error of ours with its own words. */
final class MlserverErrors {
    private static final ObjectMapper JSON = new ObjectMapper();

    private MlserverErrors() {}

    /** Of an answer over HTTP that is none. */
    static ServingException ofHttp(int status, byte[] body) {
        return new ServingException(code(status), words(status, body));
    }

    private static ErrorCode code(int status) {
        return switch (status) {
            case 404 -> ErrorCode.NOT_FOUND;
            case 405 -> ErrorCode.METHOD_NOT_ALLOWED;
            case 413 -> ErrorCode.PAYLOAD_TOO_LARGE;
            case 415 -> ErrorCode.UNSUPPORTED_MEDIA_TYPE;
            case 422 -> ErrorCode.UNPROCESSABLE;
            case 429 -> ErrorCode.RESOURCE_EXHAUSTED;
            case 501 -> ErrorCode.UNIMPLEMENTED;
            case 503 -> ErrorCode.UNAVAILABLE;
            case 504 -> ErrorCode.DEADLINE_EXCEEDED;
            default -> status < 500 ? ErrorCode.INVALID_ARGUMENT : ErrorCode.INTERNAL;
        };
    }

    private static String words(int status, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8).strip();
        Optional<String> json = json(text);
        if (json.isPresent()) {
            return json.get();
        }
        if (text.startsWith("Traceback ")) {
            return traceback(text);
        }
        return text.isEmpty() || text.length() > 1000 ? "the model answered " + status : text;
    }

    private static Optional<String> json(String text) {
        if (!text.startsWith("{")) {
            return Optional.empty();
        }
        try {
            JsonNode node = JSON.readTree(text);
            JsonNode said = node.has("error") ? node.get("error") : node.path("detail");
            return Optional.of(said.isTextual() ? said.asText() : said.toString());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** What was raised, without where: that is in the log. */
    private static String traceback(String text) {
        List<String> lines = text.lines().toList();
        int last = lines.size() - 1;
        // The exception's message may have lines of its own; frames are indented.
        int first = last;
        while (first > 0 && !lines.get(first - 1).startsWith("  ")) {
            first--;
        }
        String rest = String.join("\n", lines.subList(first + 1, last + 1));
        String head = MlserverLog.exception(lines.get(first)).orElse(lines.get(first));
        return rest.isEmpty() ? head : head + "\n" + rest;
    }

    /** Of a call that ended so. */
    static ServingException ofGrpc(Status status, StatusRuntimeException cause) {
        String words = status.getDescription() == null ? "" : status.getDescription();
        ErrorCode code =
                switch (status.getCode()) {
                    case INVALID_ARGUMENT -> ErrorCode.INVALID_ARGUMENT;
                    case NOT_FOUND -> ErrorCode.NOT_FOUND;
                    case FAILED_PRECONDITION -> ErrorCode.UNPROCESSABLE;
                    case RESOURCE_EXHAUSTED -> ErrorCode.RESOURCE_EXHAUSTED;
                    case UNIMPLEMENTED -> ErrorCode.UNIMPLEMENTED;
                    case DEADLINE_EXCEEDED -> ErrorCode.DEADLINE_EXCEEDED;
                    case CANCELLED -> ErrorCode.CANCELLED;
                    default -> ErrorCode.INTERNAL;
                };
        return new ServingException(code, words, cause);
    }
}
