package io.bulkhead.plugin.lightgbm.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.bulkhead.plugin.trees.MalformedModelException;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What {@code dump_model} gave, member by member, to be written as LightGBM's text format. */
final class DumpedModel {
    private static final List<String> HEAD =
            List.of(
                    "version",
                    "num_class",
                    "num_tree_per_iteration",
                    "label_index",
                    "max_feature_idx",
                    "objective");

    private final StringBuilder head = new StringBuilder("tree\n");
    private final List<String> features = new ArrayList<>();
    private final List<String> categorical = new ArrayList<>();
    private final StringBuilder trees = new StringBuilder();
    private String categories = "null";
    private boolean hasTrees;

    /** Reads the value that the parser stands at. */
    void read(String name, JsonParser parser) throws IOException {
        if (HEAD.contains(name) && parser.currentToken().isScalarValue()) {
            line(head, name, parser.getText());
        } else if (name.equals("average_output") && parser.getBooleanValue()) {
            head.append("average_output\n");
        } else if (name.equals("feature_names")) {
            while (parser.nextToken() == JsonToken.VALUE_STRING) {
                features.add(parser.getText());
            }
        } else if (name.equals("feature_infos")) {
            readInfos(parser);
        } else if (name.equals("tree_info")) {
            readTrees(parser);
        } else if (name.equals("pandas_categorical")) {
            categories = copied(parser);
        } else {
            parser.skipChildren();
        }
    }

    private static void line(StringBuilder text, String name, String value)
            throws MalformedModelException {
        if (value.indexOf('\n') >= 0) {
            throw new MalformedModelException(name + " has several lines");
        }
        text.append(name).append('=').append(value).append('\n');
    }

    /** Features whose values are listed are categories. */
    private void readInfos(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String feature = parser.currentName();
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean values = parser.currentName().equals("values");
                if (parser.nextToken() == JsonToken.START_ARRAY && values) {
                    if (parser.nextToken() == JsonToken.END_ARRAY) {
                        continue;
                    }
                    categorical.add(feature);
                    while (parser.currentToken() != JsonToken.END_ARRAY) {
                        scalar(parser);
                        parser.nextToken();
                    }
                } else {
                    parser.skipChildren();
                }
            }
        }
    }

    private static void scalar(JsonParser parser) throws MalformedModelException {
        if (parser.currentToken() == null || !parser.currentToken().isScalarValue()) {
            throw new MalformedModelException("feature_infos: a list of numbers expected");
        }
    }

    private void readTrees(JsonParser parser) throws IOException {
        hasTrees = true;
        for (int tree = 0; parser.nextToken() == JsonToken.START_OBJECT; tree++) {
            trees.append("Tree=").append(tree).append('\n');
            DumpedTree dumped = new DumpedTree("tree " + tree);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean structure = parser.currentName().equals("tree_structure");
                if (parser.nextToken() == JsonToken.START_OBJECT && structure) {
                    dumped.readRoot(parser);
                } else {
                    parser.skipChildren();
                }
            }
            dumped.appendTo(trees);
        }
    }

    private static String copied(JsonParser parser) throws IOException {
        StringWriter copy = new StringWriter();
        JsonFactory factory =
                JsonFactory.builder().recyclerPool(JsonRecyclerPools.nonRecyclingPool()).build();
        try (JsonGenerator generator = factory.createGenerator(copy)) {
            generator.copyCurrentStructure(parser);
        }
        return copy.toString();
    }

    /** The text format, as far as it says what is predicted. */
    String text() throws MalformedModelException {
        if (!hasTrees) {
            throw new MalformedModelException(
                    "JSON that holds neither what model_to_string gives (a text that begins with"
                            + " 'tree') nor what dump_model gives (no tree_info)");
        }
        line(head, "feature_names", String.join(" ", features));
        String numbers =
                categorical.stream()
                        .map(name -> String.valueOf(features.indexOf(name)))
                        .collect(Collectors.joining(","));
        return head.append(trees)
                .append("end of trees\n[categorical_feature: ")
                .append(numbers)
                .append("]\npandas_categorical:")
                .append(categories)
                .append('\n')
                .toString();
    }
}
