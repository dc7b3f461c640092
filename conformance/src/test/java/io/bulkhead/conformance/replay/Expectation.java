package io.bulkhead.conformance.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a step expects, and how it is to be compared.
 *
 * @param json the expectation as recorded
 * @param mode how much of the answer must be equal
 * @param rtol tolerance of numbers, relative to the expected one
 * @param atol tolerance of numbers, absolute
 * @param ignore paths that are not compared
 * @param match paths whose text must match a pattern instead
 * @param sort fields by which lists of objects are ordered first
 */
record Expectation(
        JsonNode json,
        Mode mode,
        double rtol,
        double atol,
        List<PathPattern> ignore,
        List<TextMatch> match,
        Optional<List<String>> sort) {

    private static final double RTOL = 1e-5;
    private static final double ATOL = 1e-6;

    enum Mode {
        EXACT,
        SUBSET,
        STATUS
    }

    /** A dotted path; {@code *} stands for any key or index. */
    record PathPattern(List<String> parts) {
        static PathPattern of(String dotted) {
            return new PathPattern(List.of(dotted.split("\\.", -1)));
        }

        boolean fits(List<String> path) {
            if (parts.size() != path.size()) {
                return false;
            }
            for (int i = 0; i < path.size(); i++) {
                if (!parts.get(i).equals("*") && !parts.get(i).equals(path.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    record TextMatch(PathPattern path, Pattern pattern) {}

    static Expectation of(JsonNode json) {
        return new Expectation(
                json,
                mode(json.path("compare").asText("exact")),
                json.path("rtol").asDouble(RTOL),
                json.path("atol").asDouble(ATOL),
                Trees.texts(json.path("ignore")).stream().map(PathPattern::of).toList(),
                matches(json.path("match")),
                Trees.child(json, "sort").map(Trees::texts));
    }

    private static Mode mode(String name) {
        return switch (name) {
            case "subset" -> Mode.SUBSET;
            case "status" -> Mode.STATUS;
            default -> Mode.EXACT;
        };
    }

    private static List<TextMatch> matches(JsonNode match) {
        return Trees.fields(match).entrySet().stream()
                .map(
                        e ->
                                new TextMatch(
                                        PathPattern.of(e.getKey()),
                                        PythonRegex.compile(e.getValue().asText())))
                .toList();
    }

    /** This part of what is expected: empty when it says nothing of it. */
    Optional<JsonNode> part(String name) {
        return Trees.child(json, name);
    }

    boolean ignores(List<String> path) {
        return ignore.stream().anyMatch(pattern -> pattern.fits(path));
    }

    Optional<Pattern> patternAt(List<String> path) {
        return match.stream().filter(m -> m.path().fits(path)).map(TextMatch::pattern).findFirst();
    }

    /** The tree with its lists of objects in order, where order means nothing. */
    JsonNode sorted(JsonNode tree) {
        return sort.isPresent() ? SortedLists.by(sort.get(), tree) : tree;
    }
}
