package io.bulkhead.plugin.sklearn.value;

import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.util.List;

/**
 * Numbers in rows and columns. Held in double precision; {@code precision} remembers the one that
 * they come from, or are to leave as.
 */
public final class Matrix implements Values {
    private final int rows;
    private final int columns;
    private final double[] values;
    private final Precision precision;
    private final List<String> names;
    private final boolean sparse;

    /** Takes the array over: row by row, and nobody may change it after. */
    public Matrix(int rows, int columns, double[] values, boolean single) {
        this(rows, columns, values, single ? Precision.SINGLE : Precision.DOUBLE);
    }

    /** The same of any precision. */
    public Matrix(int rows, int columns, double[] values, Precision precision) {
        this(rows, columns, values, precision, List.of(), false);
    }

    private Matrix(
            int rows,
            int columns,
            double[] values,
            Precision precision,
            List<String> columnNames,
            boolean sparse) {
        if (values.length != rows * columns) {
            throw new IllegalArgumentException(
                    values.length + " values in " + rows + " rows of " + columns);
        }
        this.rows = rows;
        this.columns = columns;
        this.values = values;
        this.precision = precision;
        this.names = columnNames;
        this.sparse = sparse;
    }

    /** The same numbers with names for the columns. */
    public Matrix named(List<String> columnNames) {
        return new Matrix(rows, columns, values, precision, List.copyOf(columnNames), sparse);
    }

    /** The same numbers, to leave as single precision if that is so. */
    public Matrix asSingle(boolean toBeSingle) {
        Precision wanted = toBeSingle ? Precision.SINGLE : Precision.DOUBLE;
        return toBeSingle == single()
                ? this
                : new Matrix(rows, columns, values, wanted, names, sparse);
    }

    /** The same numbers, which Python has in a sparse matrix if that is so. */
    public Matrix asSparse(boolean toBeSparse) {
        return toBeSparse == sparse
                ? this
                : new Matrix(rows, columns, values, precision, names, toBeSparse);
    }

    @Override
    public boolean sparse() {
        return sparse;
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
        return precision == Precision.SINGLE;
    }

    /** How exact the numbers are. */
    public Precision precision() {
        return precision;
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
        return new Matrix(rows, wanted.length, selected, precision, List.of(), sparse);
    }

    @Override
    public Tensor encodable() {
        Shape shape = Shape.of(rows, columns);
        return switch (precision) {
            case DOUBLE -> Tensor.of("", shape, values);
            case SINGLE -> Tensor.of("", shape, Rounding.toFloats(values));
            case HALF -> new Tensor("", shape, Precision.cast(values, Datatype.FP16));
        };
    }
}
