package io.bulkhead.plugin.catboost;

import io.bulkhead.api.codec.ContentType;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.plugin.catboost.format.CategoricalFeature;
import io.bulkhead.plugin.catboost.format.CtrFeature;
import io.bulkhead.plugin.catboost.format.FeatureCombination.OneHotSplit;
import io.bulkhead.plugin.catboost.format.FloatFeature;
import io.bulkhead.plugin.catboost.format.ModelDocument;
import io.bulkhead.plugin.catboost.format.OneHotFeature;
import io.bulkhead.plugin.catboost.format.TextFeature;
import io.bulkhead.plugin.catboost.text.TextEstimates;
import io.bulkhead.plugin.trees.MalformedModelException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The columns that a model takes, in their order.
 *
 * @param width how many columns a row must have at least
 * @param floatCount how many numeric features the model has, used or not, and made of texts
 * @param categoryCount how many categorical ones
 * @param estimates what is made of texts
 */
record Columns(
        List<Column> all, int width, int floatCount, int categoryCount, TextEstimates estimates) {
    /** Copies the list. */
    Columns {
        all = List.copyOf(all);
    }

    /** What the values of a column are. */
    enum Kind {
        NUMBER,
        CATEGORY,
        TEXT
    }

    /**
     * One column.
     *
     * @param name empty if the file has none
     * @param index among the columns
     * @param kind what its values are
     * @param position among the features of its kind
     * @param used whether the trees depend on it; others may be left out
     */
    record Column(String name, int index, Kind kind, int position, boolean used) {}

    static Columns of(ModelDocument document) throws MalformedModelException {
        List<Column> columns = new ArrayList<>();
        int floats = document.givenFloats();
        for (FloatFeature feature : document.floats().subList(0, floats)) {
            boolean used = feature.borders().length > 0;
            int position = columns.size();
            columns.add(new Column(feature.name(), feature.column(), Kind.NUMBER, position, used));
        }
        Set<Integer> used = usedCategories(document);
        for (CategoricalFeature feature : document.categories()) {
            columns.add(
                    new Column(
                            feature.name(),
                            feature.column(),
                            Kind.CATEGORY,
                            columns.size() - floats,
                            used.contains(feature.index())));
        }
        int categories = columns.size() - floats;
        int texts = 0;
        for (TextFeature text : document.texts()) {
            columns.add(new Column(text.name(), text.column(), Kind.TEXT, texts++, text.used()));
        }
        columns.sort(Comparator.comparingInt(Column::index));
        int width = checkedWidth(columns);
        return new Columns(
                columns, width, document.floats().size(), categories, document.estimates());
    }

    private static Set<Integer> usedCategories(ModelDocument document) {
        Set<Integer> used = new HashSet<>();
        for (OneHotFeature feature : document.oneHots()) {
            used.add(feature.category());
        }
        for (CtrFeature feature : document.ctrs()) {
            used.addAll(feature.key().combination().categories());
            for (OneHotSplit split : feature.key().combination().oneHotSplits()) {
                used.add(split.category());
            }
        }
        return used;
    }

    private static int checkedWidth(List<Column> columns) throws MalformedModelException {
        int width = 0;
        int last = -1;
        for (Column column : columns) {
            if (column.index() <= last || column.index() == Integer.MAX_VALUE) {
                throw new MalformedModelException(
                        "feature '" + column.name() + "' is column " + column.index());
            }
            last = column.index();
            width = column.used() ? last + 1 : width;
        }
        return width;
    }

    /** Whether all are numeric and lie as the model has them, so that rows need no sorting. */
    boolean areFloatsInOrder() {
        return areNumbers() && all.stream().allMatch(column -> column.position() == column.index());
    }

    private boolean areNumbers() {
        return all.stream().allMatch(column -> column.kind() == Kind.NUMBER);
    }

    /** The names of all columns; their numbers, where the file has no names. */
    List<String> names() {
        return all.stream().map(Columns::nameOf).toList();
    }

    /** Whether the training data had names, not only numbers. */
    boolean areNamed() {
        return all.stream()
                .anyMatch(
                        column ->
                                !column.name().isEmpty()
                                        && !column.name().equals(String.valueOf(column.index())));
    }

    static String nameOf(Column column) {
        return column.name().isEmpty() ? String.valueOf(column.index()) : column.name();
    }

    /** One matrix of numbers; a table, if there is text among them. */
    List<TensorMetadata> inputs() {
        if (areNumbers()) {
            Shape shape = Shape.of(Shape.ANY, width);
            return List.of(
                    new TensorMetadata(
                            "input-0",
                            Datatype.FP32,
                            shape,
                            Parameters.ofContentType(ContentType.NP)));
        }
        return all.stream().map(Columns::described).toList();
    }

    private static TensorMetadata described(Column column) {
        Shape shape = Shape.of(Shape.ANY, 1);
        return column.kind() != Kind.NUMBER
                ? new TensorMetadata(
                        nameOf(column),
                        Datatype.BYTES,
                        shape,
                        Parameters.ofContentType(ContentType.STR))
                : new TensorMetadata(nameOf(column), Datatype.FP32, shape, Parameters.empty());
    }
}
