package io.bulkhead.plugin.mllib.feature;

import io.bulkhead.plugin.mllib.format.MalformedModelException;
import io.bulkhead.plugin.mllib.format.Params;
import io.bulkhead.plugin.mllib.format.SavedStage;
import io.bulkhead.plugin.mllib.parquet.Group;
import io.bulkhead.plugin.mllib.pipeline.Column;
import io.bulkhead.plugin.mllib.pipeline.PipelineBuilder;
import io.bulkhead.plugin.mllib.pipeline.Role;
import io.bulkhead.plugin.mllib.pipeline.Transform;
import io.bulkhead.plugin.mllib.row.Cell;
import io.bulkhead.plugin.mllib.row.VectorBuffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Transformers between texts, indices and flags. */
public final class Categories {
    private static final String UNKNOWN = "__unknown";

    private Categories() {}

    /** StringIndexerModel. */
    public static void readIndexer(SavedStage saved, PipelineBuilder pipeline) throws IOException {
        Params params = saved.params();
        List<String> inputs = params.columns("inputCol", "inputCols");
        List<String> outputs = Numbers.outputs(saved, inputs);
        List<List<String>> labels = labels(saved.row());
        if (labels.size() != inputs.size()) {
            throw new MalformedModelException("labels for each column are wanted");
        }
        boolean keeps = InvalidValues.of(saved).keeps();
        for (int i = 0; i < inputs.size(); i++) {
            Map<String, Integer> indices = new HashMap<>();
            for (String label : labels.get(i)) {
                indices.put(label, indices.size());
            }
            List<String> known = new ArrayList<>(labels.get(i));
            if (keeps) {
                known.add(UNKNOWN);
            }
            Transform.add(
                    pipeline,
                    Column.scalar(inputs.get(i)),
                    Column.indices(outputs.get(i), List.copyOf(known)),
                    (from, to) -> to.setNumber(index(from, indices, keeps)));
        }
    }

    /** One list for each column; Spark 2 knew one column only. */
    private static List<List<String>> labels(Group row) throws IOException {
        if (!row.has("labelsArray")) {
            return List.of(row.texts("labels"));
        }
        List<List<String>> labels = new ArrayList<>();
        for (Object list : row.list("labelsArray")) {
            List<String> texts = new ArrayList<>();
            if (list instanceof List<?> elements) {
                elements.forEach(element -> texts.add(String.valueOf(element)));
            }
            labels.add(texts);
        }
        return labels;
    }

    private static int index(Cell cell, Map<String, Integer> indices, boolean keeps) {
        Integer index = cell.isNothing() ? null : indices.get(cell.text());
        if (index != null) {
            return index;
        }
        if (keeps) {
            return indices.size();
        }
        throw cell.refused(
                cell.isNothing()
                        ? "a label is wanted, found nothing"
                        : "label '" + cell.text() + "' is none that the model was fitted to");
    }

    /** IndexToString; what it makes of predictions is the model's prediction. */
    public static void readLabels(SavedStage saved, PipelineBuilder pipeline)
            throws MalformedModelException {
        Column from = Column.number(Transform.inputColumn(saved));
        int input = pipeline.input(from);
        List<String> given =
                saved.params().has("labels") ? saved.params().texts("labels") : List.of();
        List<String> labels = given.isEmpty() ? pipeline.column(input).labels() : given;
        if (labels.isEmpty()) {
            throw new MalformedModelException(
                    "IndexToString has no labels, nor has the column that it reads");
        }
        int output = pipeline.output(Column.text(Transform.outputColumn(saved)));
        pipeline.step(
                input,
                output,
                row -> {
                    double index = row[input].number();
                    if (!(index >= 0 && index < labels.size()) || index != Math.rint(index)) {
                        throw row[input].refused(
                                "an index from 0 to " + (labels.size() - 1) + " is wanted");
                    }
                    row[output].setText(labels.get((int) index));
                });
        if (pipeline.isRole(Role.PREDICT, input)) {
            pipeline.role(Role.PREDICT, output);
        }
    }

    /** OneHotEncoderModel; OneHotEncoderEstimator's, in Spark 2, is the same. */
    public static void readOneHot(SavedStage saved, PipelineBuilder pipeline) throws IOException {
        Params params = saved.params();
        List<String> inputs = params.columns("inputCol", "inputCols");
        List<String> outputs = Numbers.outputs(saved, inputs);
        int[] sizes = saved.row().wholes("categorySizes");
        if (sizes.length != inputs.size()) {
            throw new MalformedModelException("a number of categories for each column is wanted");
        }
        boolean keeps = InvalidValues.of(saved).keeps();
        boolean dropsLast = params.flag("dropLast", true);
        for (int i = 0; i < inputs.size(); i++) {
            int known = sizes[i];
            int size = known + (keeps ? 1 : 0) - (dropsLast ? 1 : 0);
            if (size < 0) {
                throw new MalformedModelException("a column without categories");
            }
            Transform.add(
                    pipeline,
                    Column.number(inputs.get(i)),
                    Column.vector(outputs.get(i), flags(size)),
                    (from, to) -> {
                        int category = category(from, known, keeps);
                        VectorBuffer flags = to.startVector();
                        flags.sparse(size);
                        if (category < size) {
                            flags.append(category, 1);
                        }
                    });
        }
    }

    private static List<Integer> flags(int size) throws MalformedModelException {
        if (size > 1 << 24) {
            throw new MalformedModelException("a column of " + size + " categories");
        }
        return Collections.nCopies(size, 0);
    }

    private static int category(Cell cell, int known, boolean keeps) {
        double value = cell.number();
        boolean isKnown = value >= 0 && value < known && value == Math.rint(value);
        if (isKnown) {
            return (int) value;
        }
        if (keeps && value == Math.rint(value)) {
            return known;
        }
        throw cell.refused("a category from 0 to " + (known - 1) + " is wanted, found " + value);
    }

    /** VectorIndexerModel: numbers of categories for those values that are categories. */
    public static void readVectorIndexer(SavedStage saved, PipelineBuilder pipeline)
            throws IOException {
        Group row = saved.row();
        int size = row.whole("numFeatures");
        List<Map<Double, Integer>> categories = categoryMaps(row, size);
        boolean keeps = InvalidValues.of(saved).keeps();
        Column from = Column.vector(Transform.inputColumn(saved), size);
        Column to = Column.vector(Transform.outputColumn(saved), size);
        Transform.add(
                pipeline,
                from,
                to,
                (read, write) -> {
                    double[] values = write.startVector().dense(size);
                    read.vector(size).writeTo(values, 0);
                    for (int i = 0; i < size; i++) {
                        Map<Double, Integer> known = categories.get(i);
                        if (!known.isEmpty()) {
                            values[i] = indexed(read, i, values[i], known, keeps);
                        }
                    }
                });
    }

    private static List<Map<Double, Integer>> categoryMaps(Group row, int size) throws IOException {
        if (size < 0 || size > 1 << 24) {
            throw new MalformedModelException("vectors of " + size + " values");
        }
        List<Map<Double, Integer>> maps = new ArrayList<>(Collections.nCopies(size, Map.of()));
        for (Group entry : row.groups("categoryMaps")) {
            Map<Double, Integer> categories = new HashMap<>();
            for (Group category : entry.groups("value")) {
                // -0.0 and 0.0 are one category.
                categories.put(category.number("key") + 0.0, category.whole("value"));
            }
            int feature = entry.whole("key");
            if (feature < 0 || feature >= size) {
                throw new MalformedModelException("feature " + feature + " of " + size);
            }
            maps.set(feature, categories);
        }
        return maps;
    }

    private static double indexed(
            Cell cell, int feature, double value, Map<Double, Integer> known, boolean keeps) {
        Integer index = known.get(value + 0.0);
        if (index != null) {
            return index;
        }
        if (keeps) {
            return known.size();
        }
        throw cell.refused(
                "value " + feature + " is " + value + ", none of the categories fitted to");
    }
}
