package io.bulkhead.conformance.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An answer over gRPC.
 *
 * @param code the status code's name
 * @param message the status message; empty when there is none
 * @param response the message of a unary call that succeeded
 * @param responses the messages of a stream that succeeded
 * @param initial the metadata before the messages
 * @param trailers the metadata after them
 */
record GrpcAnswer(
        String code,
        String message,
        Optional<JsonNode> response,
        Optional<List<JsonNode>> responses,
        Map<String, String> initial,
        Map<String, String> trailers)
        implements Answer {

    @Override
    public List<String> differencesFrom(Expectation expected) {
        String want = expected.json().path("code").asText("OK");
        if (!want.equals(code)) {
            return List.of(
                    "code: expected %s, got %s (%s)".formatted(want, code, Trees.shorten(message)));
        }
        TreeDiff diff = new TreeDiff(expected);
        if (expected.mode() != Expectation.Mode.STATUS) {
            compareAll(expected, diff);
        }
        return diff.differences();
    }

    private void compareAll(Expectation expected, TreeDiff diff) {
        expected.part("message")
                .filter(want -> !want.asText().equals(message))
                .ifPresent(want -> diff.say("message", differing(want)));
        expected.part("response").ifPresent(want -> compareResponse(expected, want, diff));
        expected.part("responses").ifPresent(want -> compareResponses(want, diff));
        expected.part("trailers")
                .ifPresent(want -> new HeaderDiff(diff, "trailer", trailers).compare(want));
    }

    private String differing(JsonNode want) {
        return "expected " + Trees.shorten(want) + ", got " + Trees.shorten(message);
    }

    private void compareResponse(Expectation expected, JsonNode want, TreeDiff diff) {
        diff.compare(
                RawContents.unpack(expected.sorted(want)),
                RawContents.unpack(expected.sorted(Trees.orNull(response))));
    }

    private void compareResponses(JsonNode want, TreeDiff diff) {
        diff.compare(unpacked(Trees.elements(want)), unpacked(responses.orElseGet(List::of)));
    }

    private static ArrayNode unpacked(List<JsonNode> responses) {
        ArrayNode unpacked = JsonNodeFactory.instance.arrayNode();
        responses.forEach(one -> unpacked.add(RawContents.unpack(one)));
        return unpacked;
    }
}
