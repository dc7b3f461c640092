package io.bulkhead.api.codec;

import io.bulkhead.api.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Named columns of equal length: what content type {@code pd} decodes to. Immutable.
 *
 * <p>A column is a tensor of rank 1. Its content type says what its BYTES are: {@code str} text,
 * {@code base64} decoded bytes, {@code datetime} ISO 8601 text, none: plain bytes.
 */
public final class Table {
    private final List<Tensor> columns;
    private final Map<String, Integer> indexByName;
    private final int rowCount;

    private Table(List<Tensor> columns, Map<String, Integer> indexByName, int rowCount) {
        this.columns = columns;
        this.indexByName = indexByName;
        this.rowCount = rowCount;
    }

    /**
     * @param columns tensors of rank 1 and equal size, each of a name of its own
     * @throws IllegalArgumentException if they are not
     */
    public static Table of(List<Tensor> columns) {
        int rows = columns.isEmpty() ? 0 : columns.get(0).size();
        Map<String, Integer> index = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            Tensor column = columns.get(i);
            if (column.shape().rank() != 1 || column.size() != rows) {
                throw new IllegalArgumentException(
                        "column '" + column.name() + "' is not a vector of " + rows + " values");
            }
            if (index.put(column.name(), i) != null) {
                throw new IllegalArgumentException("two columns '" + column.name() + "'");
            }
        }
        return new Table(List.copyOf(columns), index, rows);
    }

    /** The columns in order. */
    public List<Tensor> columns() {
        return columns;
    }

    /** The number of values in each column. */
    public int rowCount() {
        return rowCount;
    }

    /** The names of the columns in order. */
    public List<String> columnNames() {
        return columns.stream().map(Tensor::name).toList();
    }

    /** The column of this name. */
    public Optional<Tensor> column(String name) {
        return Optional.ofNullable(indexByName.get(name)).map(columns::get);
    }

    @Override
    public String toString() {
        return "table " + columnNames() + " x " + rowCount;
    }
}
