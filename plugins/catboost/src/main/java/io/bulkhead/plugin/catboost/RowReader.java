package io.bulkhead.plugin.catboost;

import io.bulkhead.api.codec.Table;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.catboost.Columns.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Makes rows of decoded requests; knows what the model wants. Immutable. */
final class RowReader {
    private static final int[] NO_HASHES = {};

    private final Columns columns;
    private final boolean floatsInOrder;

    RowReader(Columns columns) {
        this.columns = columns;
        this.floatsInOrder = columns.areFloatsInOrder();
    }

    /**
     * @param decoded a matrix, a vector that is one row, a table, or one with embeddings
     * @throws ServingException {@code UNPROCESSABLE} if it is not what the model wants
     */
    FeatureRows read(Object decoded) {
        if (decoded instanceof Tensor tensor) {
            return ofTensor(tensor);
        }
        if (decoded instanceof Table table) {
            return ofTable(table);
        }
        if (decoded instanceof TableWithEmbeddings inputs) {
            return ofInputs(inputs);
        }
        throw ServingException.unprocessable(
                "a matrix or a table is wanted; use content type 'np' or 'pd'");
    }

    private FeatureRows ofTensor(Tensor tensor) {
        Shape shape = tensor.shape();
        boolean vector = shape.rank() == 1;
        long width = shape.rank() == 0 ? 0 : shape.dimension(shape.rank() - 1);
        if ((!vector && shape.rank() != 2) || width < columns.width()) {
            throw ServingException.unprocessable(
                    "input '"
                            + tensor.name()
                            + "': the model wants "
                            + columns.width()
                            + " features, shape [-1,"
                            + columns.width()
                            + "], found shape "
                            + shape
                            + missing(width));
        }
        int count = vector ? 1 : Math.toIntExact(shape.dimension(0));
        return ofMatrix(tensor, Math.toIntExact(width), new RowShape(count, vector));
    }

    /** Names the columns that are not there, if they have names. */
    private String missing(long width) {
        if (!columns.areNamed()) {
            return "";
        }
        return columns.all().stream()
                .filter(column -> column.used() && column.offset() + column.size() > width)
                .map(column -> "'" + column.name() + "'")
                .collect(Collectors.joining(", ", "; missing are ", ""));
    }

    private FeatureRows ofMatrix(Tensor matrix, int width, RowShape shape) {
        ColumnReader values = new ColumnReader(matrix);
        if (floatsInOrder && width == columns.floatCount()) {
            return new FeatureRows(values.floats(), NO_HASHES, shape);
        }
        FeatureRows rows = emptyRows(shape);
        for (Column column : columns.all()) {
            if (column.used()) {
                fill(rows, column, values, column.offset(), width);
            }
        }
        return rows;
    }

    private FeatureRows ofTable(Table table) {
        boolean byPosition = isPositional(name -> table.column(name).isPresent());
        return filled(
                table.rowCount(),
                column ->
                        byPosition
                                ? at(table.columns(), column.index())
                                : table.column(Columns.nameOf(column)),
                table.columnNames());
    }

    /** Of models with embeddings, each of which is a matrix beside the columns of a table. */
    private FeatureRows ofInputs(TableWithEmbeddings inputs) {
        boolean byPosition = isPositional(name -> inputs.column(name).isPresent());
        return filled(
                inputs.rowCount(),
                column ->
                        byPosition
                                ? at(inputs.columns(), column.index())
                                : inputs.column(Columns.nameOf(column)),
                inputs.names());
    }

    private static Optional<Tensor> at(List<Tensor> columns, int index) {
        return index < columns.size() ? Optional.of(columns.get(index)) : Optional.empty();
    }

    private FeatureRows filled(
            int count, Function<Column, Optional<Tensor>> finder, List<String> names) {
        FeatureRows rows = emptyRows(new RowShape(count, false));
        List<String> missing = new ArrayList<>();
        for (Column column : columns.all()) {
            Optional<Tensor> found = finder.apply(column);
            if (found.isEmpty() && column.used()) {
                missing.add("'" + Columns.nameOf(column) + "'");
            } else if (column.used()) {
                requireSize(found.get(), column, count);
                fill(rows, column, new ColumnReader(found.get()), 0, column.size());
            }
        }
        if (!missing.isEmpty()) {
            throw ServingException.unprocessable(
                    "the model wants columns that the request does not have: "
                            + String.join(", ", missing)
                            + "; found "
                            + names);
        }
        return rows;
    }

    private static void requireSize(Tensor tensor, Column column, int count) {
        if (tensor.size() != (long) count * column.size()) {
            throw ServingException.unprocessable(
                    "input '"
                            + tensor.name()
                            + "': "
                            + (column.kind() == Columns.Kind.EMBEDDING
                                    ? "an embedding of " + column.size() + " numbers is wanted"
                                    : "one value is wanted")
                            + " for each of "
                            + count
                            + " rows, found shape "
                            + tensor.shape());
        }
    }

    /** A model without names of its own takes any names, unless they are its numbers. */
    private boolean isPositional(Predicate<String> isThere) {
        return !columns.areNamed() && !columns.names().stream().allMatch(isThere);
    }

    private FeatureRows emptyRows(RowShape shape) {
        float[] floats = new float[Math.multiplyExact(shape.count(), columns.floatCount())];
        Arrays.fill(floats, Float.NaN);
        int[] hashes = new int[Math.multiplyExact(shape.count(), columns.categoryCount())];
        return new FeatureRows(floats, hashes, shape);
    }

    private void fill(FeatureRows rows, Column column, ColumnReader values, int first, int stride) {
        switch (column.kind()) {
            case NUMBER -> fillFloats(rows, column, values, first, stride);
            case CATEGORY -> fillHashes(rows, column, values, first, stride);
            case TEXT -> fillEstimates(rows, column, values, first, stride);
            case EMBEDDING -> fillFromEmbeddings(rows, column, values, first, stride);
        }
    }

    private void fillFromEmbeddings(
            FeatureRows rows, Column column, ColumnReader values, int first, int stride) {
        int size = column.size();
        float[] vectors = new float[Math.multiplyExact(rows.shape().count(), size)];
        for (int row = 0; row < rows.shape().count(); row++) {
            for (int i = 0; i < size; i++) {
                vectors[row * size + i] = values.floatAt(first + row * stride + i);
            }
        }
        columns.embeddings().fill(column.position(), vectors, rows.floats(), columns.floatCount());
    }

    private void fillEstimates(
            FeatureRows rows, Column column, ColumnReader values, int first, int stride) {
        int target = 0;
        for (int row = 0; row < rows.shape().count(); row++) {
            String text = values.textAt(first + row * stride);
            columns.estimates().fill(column.position(), text, rows.floats(), target);
            target += columns.floatCount();
        }
    }

    private void fillFloats(
            FeatureRows rows, Column column, ColumnReader values, int first, int stride) {
        int target = column.position();
        for (int row = 0; row < rows.shape().count(); row++) {
            rows.floats()[target] = values.floatAt(first + row * stride);
            target += columns.floatCount();
        }
    }

    private void fillHashes(
            FeatureRows rows, Column column, ColumnReader values, int first, int stride) {
        int target = column.position();
        for (int row = 0; row < rows.shape().count(); row++) {
            rows.hashes()[target] = values.hashAt(first + row * stride);
            target += columns.categoryCount();
        }
    }
}
