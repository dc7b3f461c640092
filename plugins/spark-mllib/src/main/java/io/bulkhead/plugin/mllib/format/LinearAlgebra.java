package io.bulkhead.plugin.mllib.format;

import io.bulkhead.plugin.mllib.parquet.Group;
import io.bulkhead.plugin.mllib.parquet.MalformedParquetException;
import java.util.Arrays;

/** Spark's vectors and matrices as they lie in Parquet, dense or sparse, made dense. */
public final class LinearAlgebra {
    /** 512 MiB of doubles: beyond it a sparse vector's word is not taken for its size. */
    private static final long MOST_VALUES = 1L << 26;

    private static final int SPARSE = 0;

    private LinearAlgebra() {}

    /**
     * Rows one after the other.
     *
     * @param values {@code rows * columns} of them
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Matrix(int rows, int columns, double[] values) {
        public double at(int row, int column) {
            return values[row * columns + column];
        }

        public double[] row(int row) {
            return Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
        }
    }

    public static double[] vector(Group vector)
            throws MalformedModelException, MalformedParquetException {
        double[] values = vector.numbers("values");
        return vector.whole("type") == SPARSE
                ? dense(vector.whole("size"), vector.wholes("indices"), values)
                : values;
    }

    public static double[] vector(Group row, String field)
            throws MalformedModelException, MalformedParquetException {
        return vector(row.group(field));
    }

    static double[] dense(int size, int[] indices, double[] values) throws MalformedModelException {
        double[] dense = new double[checked(size, 1)];
        if (indices.length != values.length) {
            throw broken();
        }
        for (int i = 0; i < indices.length; i++) {
            if (indices[i] < 0 || indices[i] >= size) {
                throw broken();
            }
            dense[indices[i]] = values[i];
        }
        return dense;
    }

    public static Matrix matrix(Group row, String field)
            throws MalformedModelException, MalformedParquetException {
        return matrix(row.group(field));
    }

    public static Matrix matrix(Group matrix)
            throws MalformedModelException, MalformedParquetException {
        int rows = matrix.whole("numRows");
        int columns = matrix.whole("numCols");
        double[] values = matrix.numbers("values");
        boolean byRow = matrix.flag("isTransposed");
        if (matrix.whole("type") == SPARSE) {
            int[] starts = matrix.wholes("colPtrs");
            int[] indices = matrix.wholes("rowIndices");
            return new Matrix(rows, columns, sparse(rows, columns, starts, indices, values, byRow));
        }
        if (values.length != checked(rows, columns)) {
            throw broken();
        }
        return new Matrix(rows, columns, byRow ? values : byRows(rows, columns, values));
    }

    private static double[] byRows(int rows, int columns, double[] values) {
        double[] ordered = new double[values.length];
        for (int column = 0; column < columns; column++) {
            for (int row = 0; row < rows; row++) {
                ordered[row * columns + column] = values[column * rows + row];
            }
        }
        return ordered;
    }

    private static double[] sparse(
            int rows, int columns, int[] starts, int[] indices, double[] values, boolean byRow)
            throws MalformedModelException {
        double[] dense = new double[checked(rows, columns)];
        int lines = byRow ? rows : columns;
        int length = byRow ? columns : rows;
        if (starts.length != lines + 1 || indices.length != values.length) {
            throw broken();
        }
        for (int line = 0; line < lines; line++) {
            for (int i = starts[line]; i < starts[line + 1]; i++) {
                if (i < 0 || i >= indices.length || indices[i] < 0 || indices[i] >= length) {
                    throw broken();
                }
                int at = byRow ? line * columns + indices[i] : indices[i] * columns + line;
                dense[at] = values[i];
            }
        }
        return dense;
    }

    private static int checked(int rows, int columns) throws MalformedModelException {
        if (rows < 0 || columns < 0 || (long) rows * columns > MOST_VALUES) {
            throw new MalformedModelException(
                    "a vector or matrix of " + rows + " x " + columns + " values");
        }
        return rows * columns;
    }

    private static MalformedModelException broken() {
        return new MalformedModelException("a vector or matrix does not fit its own description");
    }
}
