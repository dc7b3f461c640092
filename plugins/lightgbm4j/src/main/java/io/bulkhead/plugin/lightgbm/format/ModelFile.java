package io.bulkhead.plugin.lightgbm.format;

import io.bulkhead.plugin.trees.Categories;
import io.bulkhead.plugin.trees.MalformedModelException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A model file in LightGBM's text format, the only one that the library itself reads, or in JSON:
 * that text as a value, or what {@code dump_model} gave.
 */
public final class ModelFile {
    private static final String FIRST_LINE = "tree";
    private static final int HEAD_BYTES = 4096;

    private final Path path;

    public ModelFile(Path path) {
        this.path = path;
    }

    /** Whether it begins as a LightGBM model does. */
    public boolean looksLikeModel() throws IOException {
        try (InputStream input = Files.newInputStream(path)) {
            byte[] first = input.readNBytes(HEAD_BYTES);
            String head = new String(first, StandardCharsets.ISO_8859_1);
            return head.startsWith("tree\n")
                    || head.startsWith("tree\r\n")
                    || JsonText.looksLikeModel(first);
        }
    }

    /**
     * Reads all of it.
     *
     * @throws MalformedModelException if it is no model that this runtime reads, or a broken one
     * @throws IOException if the file cannot be read
     */
    public ModelDocument read() throws IOException {
        if (Files.size(path) > Integer.MAX_VALUE - 16) {
            throw new MalformedModelException("a model of more than 2 GiB");
        }
        byte[] file = Files.readAllBytes(path);
        TextLines lines = new TextLines(JsonText.isJson(file) ? JsonText.of(file) : file);
        if (!lines.next() || !lines.is(FIRST_LINE)) {
            throw new MalformedModelException(
                    "the first line is not '" + FIRST_LINE + "', as in LightGBM's text format");
        }
        Fields head = new Fields("the file's head");
        List<TreeNodes> trees = new ArrayList<>();
        readTrees(lines, head, trees);
        return document(head, trees, PandasCategories.read(lines));
    }

    /** Up to the end of the trees. */
    private static void readTrees(TextLines lines, Fields head, List<TreeNodes> trees)
            throws MalformedModelException {
        Fields fields = head;
        while (lines.next()) {
            boolean end = lines.is("end of trees") || lines.startsWith("feature importances");
            if (end || lines.startsWith("Tree=")) {
                if (fields != head) {
                    trees.add(new TreeNodes(fields));
                }
                if (end) {
                    return;
                }
                fields = new Fields("tree " + trees.size());
            } else if (lines.is("average_output")) {
                fields.put("average_output", lines.value());
            } else {
                putField(lines, fields);
            }
        }
        throw new MalformedModelException(
                "the file ends within the trees, at line " + lines.number());
    }

    private static void putField(TextLines lines, Fields fields) {
        lines.key().ifPresent(key -> fields.put(key, lines.value()));
    }

    private static ModelDocument document(
            Fields head, List<TreeNodes> trees, Map<Integer, Categories> categories)
            throws MalformedModelException {
        int outputs = Math.max(1, head.optionalCount("num_tree_per_iteration"));
        if (trees.size() % outputs != 0) {
            throw new MalformedModelException(
                    trees.size() + " trees, but " + outputs + " in each iteration");
        }
        int announced = split(head.text("tree_sizes")).size();
        if (announced != 0 && announced != trees.size()) {
            throw new MalformedModelException(
                    announced + " trees announced, found " + trees.size());
        }
        return new ModelDocument(
                head.text("version"),
                head.text("objective"),
                Math.addExact(head.count("max_feature_idx"), 1),
                outputs,
                head.has("average_output"),
                split(head.text("feature_names")),
                categories,
                trees);
    }

    private static List<String> split(String words) {
        return words.isBlank() ? List.of() : List.of(words.strip().split(" +", -1));
    }
}
