package io.bulkhead.plugin.sklearn.estimator;

import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import java.util.List;

/** A table of scipy that keeps only what is not zero, row by row. */
final class SparseTable {
    private static final int MAX_CELLS = 1 << 25;

    private final int rows;
    private final int columns;
    private final long[] starts;
    private final long[] indices;
    private final double[] values;

    /**
     * @param starts where each row begins, and where the last ends
     * @param indices the column of each number
     */
    private SparseTable(int rows, int columns, long[] starts, long[] indices, double[] values) {
        this.rows = rows;
        this.columns = columns;
        this.starts = starts;
        this.indices = indices;
        this.values = values;
    }

    static SparseTable of(Attributes sparse) throws PickleException {
        if (!sparse.owner().startsWith("csr_")) {
            throw new PickleException(
                    "a table of the kind '" + sparse.owner() + "' is not supported");
        }
        List<Object> shape = sparse.items("_shape");
        if (shape.size() != 2
                || !(shape.get(0) instanceof Long rows)
                || !(shape.get(1) instanceof Long columns)
                || rows < 0
                || columns < 0
                || Math.multiplyHigh(rows, columns) != 0
                || rows * columns > MAX_CELLS) {
            throw new PickleException("a table of scipy has no usable shape");
        }
        SparseTable table =
                new SparseTable(
                        rows.intValue(),
                        columns.intValue(),
                        sparse.array("indptr").toLongs(),
                        sparse.array("indices").toLongs(),
                        sparse.numbers("data"));
        table.requireConsistent();
        return table;
    }

    private void requireConsistent() throws PickleException {
        boolean fits = starts.length == rows + 1 && indices.length == values.length;
        for (int row = 0; fits && row < rows; row++) {
            fits = starts[row] >= 0 && starts[row] <= starts[row + 1];
        }
        fits = fits && starts[rows] <= values.length;
        for (int i = 0; fits && i < indices.length; i++) {
            fits = indices[i] >= 0 && indices[i] < columns;
        }
        if (!fits) {
            throw new PickleException("a table of scipy contradicts itself");
        }
    }

    /** The same with its zeros. */
    Matrix dense() {
        double[] cells = new double[rows * columns];
        for (int row = 0; row < rows; row++) {
            for (int i = (int) starts[row]; i < starts[row + 1]; i++) {
                cells[row * columns + (int) indices[i]] += values[i];
            }
        }
        return new Matrix(rows, columns, cells, false);
    }
}
