package io.bulkhead.conformance.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Collects the differences between an expected and an actual answer. */
final class TreeDiff {
    private final Expectation rules;
    private final List<String> path = new ArrayList<>();
    private final List<String> differences = new ArrayList<>();

    TreeDiff(Expectation rules) {
        this.rules = rules;
    }

    List<String> differences() {
        return List.copyOf(differences);
    }

    /** Says that something outside a compared tree differs. */
    void say(String where, String text) {
        differences.add(where + ": " + text);
    }

    void compare(JsonNode want, JsonNode got) {
        if (rules.ignores(path)) {
            return;
        }
        var pattern = rules.patternAt(path);
        if (pattern.isPresent()) {
            compareText(pattern.get(), got);
        } else if (want.isNumber() && got.isNumber()) {
            compareNumbers(want, got);
        } else if (want.isObject() && got.isObject()) {
            compareObjects(want, got);
        } else if (want.isArray() && got.isArray()) {
            compareArrays(want, got);
        } else if (want.isContainerNode() || !want.equals(got)) {
            sayHere("expected " + Trees.shorten(want) + ", got " + Trees.shorten(got));
        }
    }

    private void compareText(Pattern pattern, JsonNode got) {
        if (!got.isTextual() || !pattern.matcher(got.asText()).find()) {
            sayHere("should match " + pattern + ", is " + Trees.shorten(got));
        }
    }

    private void compareNumbers(JsonNode want, JsonNode got) {
        if (!sameNumber(want, got)) {
            sayHere("expected " + want + ", got " + got);
        }
    }

    private boolean sameNumber(JsonNode want, JsonNode got) {
        if (want.isIntegralNumber() && got.isIntegralNumber()) {
            return want.bigIntegerValue().equals(got.bigIntegerValue());
        }
        double a = want.doubleValue();
        double b = got.doubleValue();
        if (Double.isNaN(a) || Double.isNaN(b)) {
            return Double.isNaN(a) && Double.isNaN(b);
        }
        if (Double.isInfinite(a) || Double.isInfinite(b)) {
            return a == b;
        }
        return Math.abs(a - b) <= rules.atol() + rules.rtol() * Math.abs(a);
    }

    private void compareObjects(JsonNode want, JsonNode got) {
        for (Map.Entry<String, JsonNode> field : want.properties()) {
            JsonNode other = got.get(field.getKey());
            path.add(field.getKey());
            if (other != null) {
                compare(field.getValue(), other);
            } else if (!rules.ignores(path)) {
                sayHere("missing, expected " + Trees.shorten(field.getValue()));
            }
            leave();
        }
        if (rules.mode() != Expectation.Mode.SUBSET) {
            sayUnexpected(want, got);
        }
    }

    private void sayUnexpected(JsonNode want, JsonNode got) {
        for (Map.Entry<String, JsonNode> field : got.properties()) {
            path.add(field.getKey());
            if (!want.has(field.getKey()) && !rules.ignores(path)) {
                sayHere("unexpected, is " + Trees.shorten(field.getValue()));
            }
            leave();
        }
    }

    private void compareArrays(JsonNode want, JsonNode got) {
        if (want.size() != got.size()) {
            sayHere(
                    "expected %d elements %s, got %d %s"
                            .formatted(
                                    want.size(),
                                    Trees.shorten(want),
                                    got.size(),
                                    Trees.shorten(got)));
            return;
        }
        for (int i = 0; i < want.size(); i++) {
            path.add(Integer.toString(i));
            compare(want.get(i), got.get(i));
            leave();
        }
    }

    private void leave() {
        path.remove(path.size() - 1);
    }

    private void sayHere(String text) {
        say(path.isEmpty() ? "(body)" : String.join(".", path), text);
    }
}
