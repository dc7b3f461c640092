package io.bulkhead.plugin.catboost;

import io.bulkhead.api.codec.ContentType;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.plugin.catboost.embedding.EmbeddingEstimates;
import io.bulkhead.plugin.catboost.format.CategoricalFeature;
import io.bulkhead.plugin.catboost.format.CtrFeature;
import io.bulkhead.plugin.catboost.format.EmbeddingFeature;
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
 * @param floatCount how many numeric features the model has, used or not, and made of others
 * @param categoryCount how many categorical ones
 * @param estimates what is made of texts
 * @param embeddings what is made of embeddings
 */
record Columns(
        List<Column> all,
        int width,
        int floatCount,
        int categoryCount,
        TextEstimates estimates,
        EmbeddingEstimates embeddings) {
    /** Copies the list. */
    Columns {
        all = List.copyOf(all);
    }

    /** What the values of a column are. */
    enum Kind {
        NUMBER,
        CATEGORY,
        TEXT,
        EMBEDDING
    }

    /**
     * One column.
     *
     * @param name empty if the file has none
     * @param index among the columns
     * @param offset where it begins in a matrix, in which an embedding takes several places
     * @param size how many places it takes
     * @param kind what its values are
     * @param position among the features of its kind
     * @param used whether the trees depend on it; others may be left out
     */
    record Column(
            String name, int index, int offset, int size, Kind kind, int position, boolean used) {
        Column(String name, int index, Kind kind, int position, boolean used) {
            this(name, index, index, 1, kind, position, used);
        }

        private Column at(int place) {
            return new Column(name, index, place, size, kind, position, used);
        }
    }

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
        columns.addAll(embeddings(document));
        columns.sort(Comparator.comparingInt(Column::index));
        requireOrder(columns);
        List<Column> placed = placed(columns);
        int width =
                placed.stream()
                        .filter(Column::used)
                        .mapToInt(column -> column.offset() + column.size())
                        .max()
                        .orElse(0);
        return new Columns(
                placed,
                width,
                document.floats().size(),
                categories,
                document.estimates(),
                document.embeddingEstimates());
    }

    private static List<Column> embeddings(ModelDocument document) {
        List<Column> columns = new ArrayList<>();
        for (EmbeddingFeature feature : document.embeddings()) {
            int position = columns.size();
            int size = document.embeddingEstimates().dimension(position);
            columns.add(
                    new Column(
                            feature.name(),
                            feature.column(),
                            feature.column(),
                            Math.max(1, size),
                            Kind.EMBEDDING,
                            position,
                            size > 0));
        }
        return columns;
    }

    /** Behind an embedding, columns lie as many places further as it has numbers, but one. */
    private static List<Column> placed(List<Column> columns) throws MalformedModelException {
        List<Column> placed = new ArrayList<>();
        long further = 0;
        for (Column column : columns) {
            long place = column.index() + further;
            further += column.size() - 1;
            if (place + column.size() > Integer.MAX_VALUE) {
                throw new MalformedModelException("feature '" + column.name() + "' is too far");
            }
            placed.add(column.at((int) place));
        }
        return placed;
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

    private static void requireOrder(List<Column> columns) throws MalformedModelException {
        int last = -1;
        for (Column column : columns) {
            if (column.index() <= last || column.index() == Integer.MAX_VALUE) {
                throw new MalformedModelException(
                        "feature '" + column.name() + "' is column " + column.index());
            }
            last = column.index();
        }
    }

    /** Whether all are numeric and lie as the model has them, so that rows need no sorting. */
    boolean areFloatsInOrder() {
        return areNumbers() && all.stream().allMatch(column -> column.position() == column.index());
    }

    private boolean areNumbers() {
        return all.stream().allMatch(column -> column.kind() == Kind.NUMBER);
    }

    /** Whether there are vectors among them, which a table has no room for. */
    boolean haveEmbeddings() {
        return all.stream().anyMatch(column -> column.kind() == Kind.EMBEDDING);
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

    /** One matrix of numbers; a table, if there is more among them. */
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
        Shape shape = Shape.of(Shape.ANY, column.size());
        boolean text = column.kind() == Kind.CATEGORY || column.kind() == Kind.TEXT;
        return text
                ? new TensorMetadata(
                        nameOf(column),
                        Datatype.BYTES,
                        shape,
                        Parameters.ofContentType(ContentType.STR))
                : new TensorMetadata(nameOf(column), Datatype.FP32, shape, Parameters.empty());
    }
}
