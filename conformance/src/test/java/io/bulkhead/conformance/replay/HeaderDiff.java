package io.bulkhead.conformance.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares headers or trailers with what is expected of them. */
final class HeaderDiff {
    private final TreeDiff diff;
    private final String label;
    private final Map<String, String> got = new TreeMap<>();

    /**
     * @param diff told what differs
     * @param label what a difference is called, before the name
     * @param got the headers that came
     */
    HeaderDiff(TreeDiff diff, String label, Map<String, String> got) {
        this.diff = diff;
        this.label = label;
        got.forEach((name, value) -> this.got.put(name.toLowerCase(Locale.ROOT), value));
    }

    void compare(JsonNode want) {
        Trees.fields(want)
                .forEach((name, value) -> compareOne(name.toLowerCase(Locale.ROOT), value));
    }

    private void compareOne(String name, JsonNode want) {
        String value = got.get(name);
        if (want.isNull()) {
            if (value != null) {
                say(name, "should be absent, is " + Trees.shorten(value));
            }
        } else if (value == null) {
            say(name, "missing, expected " + Trees.shorten(want));
        } else if (want.isObject()) {
            compareWithPattern(name, want.path("match").asText(), value);
        } else if (!normal(name, want.asText()).equals(normal(name, value))) {
            say(name, "expected " + Trees.shorten(want) + ", got " + Trees.shorten(value));
        }
    }

    private void compareWithPattern(String name, String regex, String value) {
        if (!PythonRegex.compile(regex).matcher(value).find()) {
            say(name, "should match " + regex + ", is " + Trees.shorten(value));
        }
    }

    private void say(String name, String text) {
        diff.say(label + " " + name, text);
    }

    /** One form for values that mean the same: case and spacing of media types, order of lists. */
    private static String normal(String name, String value) {
        return switch (name) {
            case "content-type" -> mediaType(value);
            case "vary", "allow", "access-control-allow-methods", "access-control-allow-headers" ->
                    parts(value, ",").sorted().collect(Collectors.joining(","));
            default -> value;
        };
    }

    private static String mediaType(String value) {
        String type = parts(value, ";").findFirst().orElse("");
        Stream<String> parameters =
                parts(value, ";").skip(1).filter(p -> !p.equals("charset=utf-8")).sorted();
        return Stream.concat(Stream.of(type), parameters).collect(Collectors.joining(";"));
    }

    private static Stream<String> parts(String value, String separator) {
        return Arrays.stream(value.split(separator, -1))
                .map(part -> part.strip().toLowerCase(Locale.ROOT));
    }
}
