package io.bulkhead.conformance.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An answer over HTTP.
 *
 * @param status the status code
 * @param headers by lower-case name; several of one name joined by commas
 * @param text the body as text, decompressed
 * @param body the body as JSON, where it is JSON
 * @param events the JSON objects of the server-sent events, where the answer is a stream of them
 */
record RestAnswer(
        int status,
        Map<String, String> headers,
        String text,
        Optional<JsonNode> body,
        Optional<JsonNode> events)
        implements Answer {

    private static final int FIRST_ERROR = 400;

    @Override
    public List<String> differencesFrom(Expectation expected) {
        if (!hasStatusOf(expected)) {
            String want = expected.part("status").map(JsonNode::toString).orElse("200");
            return List.of("status: expected " + want + ", got " + status + " " + shown());
        }
        TreeDiff diff = new TreeDiff(expected);
        if (expected.mode() == Expectation.Mode.STATUS) {
            compareError(expected, diff);
        } else {
            compareAll(expected, diff);
        }
        return diff.differences();
    }

    private boolean hasStatusOf(Expectation expected) {
        JsonNode want = expected.json().path("status");
        return want.isArray()
                ? Trees.elements(want).stream().anyMatch(one -> one.asInt() == status)
                : want.asInt(200) == status;
    }

    /** Where only the status counts, an error must still say something. */
    private void compareError(Expectation expected, TreeDiff diff) {
        if (status >= FIRST_ERROR && expected.part("body").isPresent() && !saysWhatIsWrong()) {
            diff.say("(body)", "a JSON object with \"error\" is expected, got " + shown());
        }
    }

    private boolean saysWhatIsWrong() {
        JsonNode json = Trees.orNull(body);
        return isSomething(json.path("error")) || isSomething(json.path("detail"));
    }

    /** True in Python's sense: neither absent, null, false, zero nor empty. */
    private static boolean isSomething(JsonNode value) {
        if (value.isContainerNode()) {
            return !value.isEmpty();
        }
        return value.isTextual()
                ? !value.asText().isEmpty()
                : value.asDouble() != 0 || value.asBoolean();
    }

    private void compareAll(Expectation expected, TreeDiff diff) {
        expected.part("headers")
                .ifPresent(want -> new HeaderDiff(diff, "header", headers).compare(want));
        expected.part("events").ifPresent(want -> diff.compare(want, Trees.orNull(events)));
        expected.part("body").ifPresent(want -> compareBody(expected, want, diff));
        expected.part("body_text")
                .filter(want -> !want.asText().equals(text))
                .ifPresent(
                        want ->
                                diff.say(
                                        "(body)",
                                        "expected text %s, got %s"
                                                .formatted(
                                                        Trees.shorten(want), Trees.shorten(text))));
        Trees.texts(expected.json().path("body_contains")).stream()
                .filter(part -> !text.contains(part))
                .forEach(part -> diff.say("(body)", "should contain " + Trees.shorten(part)));
        Trees.texts(expected.json().path("body_matches")).stream()
                .filter(regex -> !PythonRegex.compileMultiline(regex).matcher(text).find())
                .forEach(regex -> diff.say("(body)", "should match " + Trees.shorten(regex)));
    }

    private void compareBody(Expectation expected, JsonNode want, TreeDiff diff) {
        if (body.isPresent()) {
            diff.compare(expected.sorted(want), expected.sorted(body.get()));
        } else {
            diff.say("(body)", "expected JSON " + Trees.shorten(want) + ", got " + shown());
        }
    }

    private String shown() {
        return Trees.shorten(text);
    }
}
