package io.bulkhead.plugin.trees;

import io.bulkhead.api.codec.ContentType;
import io.bulkhead.api.codec.Table;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The numbers that a model wants for a row, by position or by name. Immutable. */
public final class FeatureColumns {
    private static final int MAX_SHOWN = 10;

    private final int count;
    private final List<String> names;
    private final Map<Integer, Categories> categories;

    /**
     * @param names of the features, as many as there are, or none
     */
    public FeatureColumns(int count, List<String> names) {
        this(count, names, Map.of());
    }

    /**
     * @param names of the features, as many as there are, or none
     * @param categories of features whose categories have names, by the features' numbers
     */
    public FeatureColumns(int count, List<String> names, Map<Integer, Categories> categories) {
        this.count = count;
        this.names = List.copyOf(names);
        this.categories = Map.copyOf(categories);
    }

    /** How many there are. */
    public int count() {
        return count;
    }

    /** Whether the metadata lists an input for each. */
    public boolean areListed() {
        return !categories.isEmpty() && names.size() == count && count > 1;
    }

    /**
     * What the model's metadata says of them: one matrix, or an input for each if there are
     * categories with names.
     *
     * @param numbers of this type
     */
    public List<TensorMetadata> described(Datatype numbers) {
        if (categories.isEmpty() || names.size() != count) {
            Parameters np = Parameters.ofContentType(ContentType.NP);
            return List.of(new TensorMetadata("input-0", numbers, Shape.of(Shape.ANY, count), np));
        }
        List<TensorMetadata> columns = new ArrayList<>(count);
        for (int feature = 0; feature < count; feature++) {
            columns.add(described(feature, numbers));
        }
        return columns;
    }

    private TensorMetadata described(int feature, Datatype numbers) {
        Categories known = categories.get(feature);
        boolean text = known != null && known.areTexts();
        return new TensorMetadata(
                names.get(feature),
                text ? Datatype.BYTES : numbers,
                Shape.of(Shape.ANY, 1),
                Parameters.ofContentType(text ? ContentType.STR : ContentType.NP));
    }

    /**
     * The rows of a request: one line each, in the order of the features, as many as the tensor's
     * first dimension.
     *
     * @param decoded a matrix, which is taken as it is, or a table
     * @throws ServingException {@code UNPROCESSABLE} if it is not what the model wants
     */
    public Tensor rowsOf(Object decoded) {
        if (decoded instanceof Tensor matrix) {
            require(matrix);
            return matrix;
        }
        if (decoded instanceof Table table) {
            return rowsOf(table);
        }
        throw ServingException.unprocessable(
                "a matrix or a table of numbers is wanted; use content type 'np' or 'pd'");
    }

    private void require(Tensor matrix) {
        Shape shape = matrix.shape();
        // A vector is a column, so it serves models with one feature.
        boolean column = shape.rank() == 1 && count == 1;
        if (!column && (shape.rank() != 2 || shape.dimension(1) != count)) {
            throw ServingException.unprocessable(
                    "input '"
                            + matrix.name()
                            + "': the model wants "
                            + count
                            + " features, shape [-1,"
                            + count
                            + "], found shape "
                            + shape);
        }
    }

    private Tensor rowsOf(Table table) {
        List<Tensor> columns = inOrder(table);
        int rows = table.rowCount();
        double[] values = new double[Math.multiplyExact(rows, count)];
        for (int feature = 0; feature < count; feature++) {
            double[] column = codesOf(feature, columns.get(feature)).toDoubles();
            for (int row = 0; row < rows; row++) {
                values[row * count + feature] = column[row];
            }
        }
        return Tensor.of("rows", Shape.of(rows, count), values);
    }

    private Tensor codesOf(int feature, Tensor column) {
        Categories known = categories.get(feature);
        if (known == null && column.datatype() == Datatype.BYTES) {
            throw ServingException.unprocessable(
                    "input '"
                            + column.name()
                            + "': numbers are wanted, found text; the model's file has no names of"
                            + " categories for this feature, so send the numbers (codes) that it"
                            + " was fitted on");
        }
        return known == null ? column : known.codesOf(column);
    }

    /** By name if the table has all of the model's features, else as they come. */
    private List<Tensor> inOrder(Table table) {
        List<String> missing = new ArrayList<>();
        List<Tensor> named = new ArrayList<>(names.size());
        for (String name : names) {
            table.column(name).ifPresentOrElse(named::add, () -> missing.add(name));
        }
        if (named.size() == count) {
            return named; // and other columns that the client has
        }
        if (table.columns().size() != count) {
            throw ServingException.unprocessable(
                    "the model wants "
                            + count
                            + " columns, found "
                            + table.columns().size()
                            + missingAmong(missing));
        }
        return table.columns();
    }

    private static String missingAmong(List<String> missing) {
        if (missing.isEmpty()) {
            return "";
        }
        int shown = Math.min(MAX_SHOWN, missing.size());
        String listed = String.join("', '", missing.subList(0, shown));
        return "; missing: '" + listed + "'" + (shown < missing.size() ? ", …" : "");
    }
}
