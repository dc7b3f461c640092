package io.bulkhead.plugin.sklearn.value;

import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.util.List;

/**
 * Numbers in rows and columns. Held in double precision; {@code single} remembers that they come
 * from, or are to leave as, single precision.
 */
public final class Matrix implements Values {
    private final int rows;
    private final int columns;
    private final double[] values;
    private final boolean single;
    private final List<String> names;

    /** Takes the array over: row by row, and nobody may change it after. */
    public Matrix(int rows, int columns, double[] values, boolean single) {
        this(rows, columns, values, single, List.of());
    }

    private Matrix(
            int rows, int columns, double[] values, boolean single, List<String> columnNames) {
        if (values.length != rows * columns) {
            throw new IllegalArgumentException(
                    values.length + " values in " + rows + " rows of " + columns);
        }
        this.rows = rows;
        this.columns = columns;
        this.values = values;
        this.single = single;
        this.names = columnNames;
    }

    /** The same numbers with names for the columns. */
    public Matrix named(List<String> columnNames) {
        return new Matrix(rows, columns, values, single, List.copyOf(columnNames));
    }

    /** The same numbers, to leave as single precision if that is so. */
    public Matrix asSingle(boolean toBeSingle) {
        return toBeSingle == single ? this : new Matrix(rows, columns, values, toBeSingle, names);
    }

    @Override
    public int rows() {
        return rows;
    }

    public int columns() {
        return columns;
    }

    @Override
    public int columns(String wantedBy) {
        return columns;
    }

    /** The numbers row by row. The array is shared: only to be read. */
    public double[] values() {
        return values;
    }

    /** Whether the numbers are of single precision. */
    public boolean single() {
        return single;
    }

    @Override
    public Matrix numbers(String wantedBy) {
        return this;
    }

    @Override
    public List<String> names() {
        return names;
    }

    @Override
    public Column column(int index, String wantedBy) {
        return new NumberColumn(row -> values[row * columns + index]);
    }

    @Override
    public Matrix select(int[] wanted, String wantedBy) {
        double[] selected = new double[rows * wanted.length];
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < wanted.length; i++) {
                selected[row * wanted.length + i] = values[row * columns + wanted[i]];
            }
        }
        return new Matrix(rows, wanted.length, selected, single);
    }

    @Override
    public Tensor encodable() {
        Shape shape = Shape.of(rows, columns);
        return single
                ? Tensor.of("", shape, Rounding.toFloats(values))
                : Tensor.of("", shape, values);
    }
}
