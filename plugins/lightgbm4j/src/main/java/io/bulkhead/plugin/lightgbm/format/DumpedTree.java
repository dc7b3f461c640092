package io.bulkhead.plugin.lightgbm.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.bulkhead.plugin.trees.MalformedModelException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One tree of {@code dump_model}: splits within splits, to be written as lines of numbers. */
final class DumpedTree {
    private static final double DUMPED_INFINITY = 1e300;
    private static final String CATEGORICAL = "==";

    /** A number that the text has as it stands here, so that no digit is lost. */
    private record Split(Map<String, String> fields, int left, int right) {}

    private record Leaf(Map<String, String> fields, List<String> features, List<String> factors) {}

    private final String name;
    private final NavigableMap<Integer, Split> splits = new TreeMap<>();
    private final NavigableMap<Integer, Leaf> leaves = new TreeMap<>();
    private final StringBuilder sets = new StringBuilder();
    private int setCount;
    private int setWords;
    private final StringBuilder boundaries = new StringBuilder("0");

    DumpedTree(String name) {
        this.name = name;
    }

    /** Reads the object that the parser stands at. */
    void readRoot(JsonParser parser) throws IOException {
        read(parser);
        if (splits.isEmpty() ? leaves.size() != 1 : leaves.size() != splits.size() + 1) {
            throw new MalformedModelException(
                    name + ": " + splits.size() + " splits, but " + leaves.size() + " leaves");
        }
        if (leaves.lastKey() != leaves.size() - 1
                || (!splits.isEmpty() && splits.lastKey() != splits.size() - 1)) {
            throw new MalformedModelException(name + ": splits or leaves are missing");
        }
    }

    /** The number of a split, or the complement of a leaf's. Jackson bounds how deep it goes. */
    private int read(JsonParser parser) throws IOException {
        Map<String, String> fields = new HashMap<>();
        Map<String, Integer> children = new HashMap<>();
        Map<String, List<String>> lists = new HashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.START_OBJECT) {
                children.put(field, read(parser));
            } else if (value == JsonToken.START_ARRAY) {
                lists.put(field, list(parser));
            } else {
                fields.put(field, parser.getText());
            }
        }
        return children.isEmpty()
                ? ~addLeaf(fields, lists)
                : addSplit(fields, child(children, "left"), child(children, "right"));
    }

    private static List<String> list(JsonParser parser) throws IOException {
        List<String> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == null || !parser.currentToken().isScalarValue()) {
                throw new MalformedModelException("a list of numbers expected");
            }
            values.add(parser.getText());
        }
        return values;
    }

    private int child(Map<String, Integer> children, String side) throws MalformedModelException {
        Integer child = children.get(side + "_child");
        if (child == null) {
            throw new MalformedModelException(name + ": a split without " + side + "_child");
        }
        return child;
    }

    private int addSplit(Map<String, String> fields, int left, int right)
            throws MalformedModelException {
        int number = number(fields, "split_index");
        require(splits.put(number, new Split(fields, left, right)) == null, "split", number);
        return number;
    }

    private int addLeaf(Map<String, String> fields, Map<String, List<String>> lists)
            throws MalformedModelException {
        // A tree that is one leaf does not number it.
        int number = fields.containsKey("leaf_index") ? number(fields, "leaf_index") : 0;
        Leaf leaf =
                new Leaf(
                        fields,
                        lists.getOrDefault("leaf_features", List.of()),
                        lists.getOrDefault("leaf_coeff", List.of()));
        require(leaves.put(number, leaf) == null, "leaf", number);
        return number;
    }

    private void require(boolean first, String what, int number) throws MalformedModelException {
        if (!first) {
            throw new MalformedModelException(
                    name + ": " + what + " " + number + " is there twice");
        }
    }

    private int number(Map<String, String> fields, String field) throws MalformedModelException {
        try {
            int number = Integer.parseInt(required(fields, field));
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            throw new MalformedModelException(name + ": " + field + " is no number", notANumber);
        }
        throw new MalformedModelException(name + ": " + field + " is below 0");
    }

    private String required(Map<String, String> fields, String field)
            throws MalformedModelException {
        String value = fields.get(field);
        if (value == null || value.indexOf('\n') >= 0) {
            throw new MalformedModelException(name + " has no " + field);
        }
        return value;
    }

    /** Appends the lines of the tree. */
    void appendTo(StringBuilder text) throws MalformedModelException {
        line(text, "num_leaves", String.valueOf(leaves.size()));
        List<String> thresholds = new ArrayList<>();
        List<String> decisions = new ArrayList<>();
        List<String> features = new ArrayList<>();
        for (Split split : splits.values()) {
            features.add(required(split.fields(), "split_feature"));
            thresholds.add(threshold(split.fields()));
            decisions.add(String.valueOf(decision(split.fields())));
        }
        line(text, "num_cat", String.valueOf(setCount));
        line(text, "split_feature", String.join(" ", features));
        line(text, "threshold", String.join(" ", thresholds));
        line(text, "decision_type", String.join(" ", decisions));
        line(text, "left_child", joined(splits, split -> String.valueOf(split.left())));
        line(text, "right_child", joined(splits, split -> String.valueOf(split.right())));
        line(text, "leaf_value", joined(leaves, leaf -> leaf.fields().get("leaf_value")));
        appendCounts(text);
        if (setCount > 0) {
            line(text, "cat_boundaries", boundaries.toString());
            line(text, "cat_threshold", sets.toString().strip());
        }
        appendLinear(text);
    }

    private void appendCounts(StringBuilder text) {
        boolean counted =
                splits.values().stream().allMatch(one -> one.fields().containsKey("internal_count"))
                        && leaves.values().stream()
                                .allMatch(one -> one.fields().containsKey("leaf_count"));
        if (counted) {
            line(text, "internal_count", joined(splits, one -> one.fields().get("internal_count")));
            line(text, "leaf_count", joined(leaves, one -> one.fields().get("leaf_count")));
        }
    }

    private void appendLinear(StringBuilder text) {
        boolean linear =
                leaves.values().stream().anyMatch(one -> one.fields().containsKey("leaf_const"));
        line(text, "is_linear", linear ? "1" : "0");
        if (linear) {
            line(text, "leaf_const", joined(leaves, one -> one.fields().get("leaf_const")));
            line(
                    text,
                    "num_features",
                    joined(leaves, one -> String.valueOf(one.features().size())));
            line(text, "leaf_features", joined(leaves, one -> String.join(" ", one.features())));
            line(text, "leaf_coeff", joined(leaves, one -> String.join(" ", one.factors())));
        }
    }

    private static <T> String joined(Map<Integer, T> nodes, Function<T, String> value) {
        return nodes.values().stream()
                .map(node -> String.valueOf(value.apply(node)))
                .filter(one -> !one.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(name).append('=').append(value.replace('\n', ' ')).append('\n');
    }

    /** Of a set of categories its number. */
    private String threshold(Map<String, String> fields) throws MalformedModelException {
        String threshold = required(fields, "threshold");
        if (!CATEGORICAL.equals(fields.get("decision_type"))) {
            return number(threshold);
        }
        int[] words = new int[0];
        for (String category : threshold.split("\\|\\|", -1)) {
            int member = member(category);
            words = Arrays.copyOf(words, Math.max(words.length, (member >> 5) + 1));
            words[member >> 5] |= 1 << member;
        }
        for (int word : words) {
            sets.append(' ').append(Integer.toUnsignedString(word));
        }
        setWords += words.length;
        boundaries.append(' ').append(setWords);
        return String.valueOf(setCount++);
    }

    /** JSON has no infinity, so that LightGBM dumps a large number instead. */
    private String number(String threshold) throws MalformedModelException {
        try {
            double number = Double.parseDouble(threshold);
            return Math.abs(number) < DUMPED_INFINITY ? threshold : number > 0 ? "inf" : "-inf";
        } catch (NumberFormatException notANumber) {
            throw new MalformedModelException(
                    name + ": '" + threshold + "' is no threshold", notANumber);
        }
    }

    private int member(String category) throws MalformedModelException {
        try {
            int member = Integer.parseInt(category.strip());
            if (member >= 0 && member < 1 << 24) {
                return member;
            }
        } catch (NumberFormatException notANumber) {
            throw new MalformedModelException(
                    name + ": '" + category + "' is no category", notANumber);
        }
        throw new MalformedModelException(name + ": there is no category " + category);
    }

    private static int decision(Map<String, String> fields) {
        int missing =
                switch (fields.getOrDefault("missing_type", "None")) {
                    case "Zero" -> 1;
                    case "NaN" -> 2;
                    default -> 0;
                };
        int left = "true".equals(fields.get("default_left")) ? 2 : 0;
        int categorical = CATEGORICAL.equals(fields.get("decision_type")) ? 1 : 0;
        return missing << 2 | left | categorical;
    }
}
