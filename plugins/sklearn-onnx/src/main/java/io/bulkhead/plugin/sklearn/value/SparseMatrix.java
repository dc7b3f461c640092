package io.bulkhead.plugin.sklearn.value;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.util.Arrays;

/**
 * Numbers in rows and columns of which most are zero: only the others are held, row by row and by
 * rising column. It becomes dense only where somebody cannot do without.
 */
public final class SparseMatrix implements Values {
    private static final int MAX_DENSE = 1 << 26;

    private final int rows;
    private final int columns;
    private final int[] starts;
    private final int[] places;
    private final double[] values;
    private final Datatype datatype;
    private final boolean sparse;

    /**
     * Takes the arrays over: nobody may change them after.
     *
     * @param starts for each row where its numbers begin, and where those of the last one end
     * @param places the column of each number
     * @param datatype what the numbers leave as
     */
    public SparseMatrix(
            int columns, int[] starts, int[] places, double[] values, Datatype datatype) {
        this(columns, starts, places, values, datatype, true);
    }

    private SparseMatrix(
            int columns,
            int[] starts,
            int[] places,
            double[] values,
            Datatype datatype,
            boolean sparse) {
        this.rows = starts.length - 1;
        this.columns = columns;
        this.starts = starts;
        this.places = places;
        this.values = values;
        this.datatype = datatype;
        this.sparse = sparse;
    }

    /** The numbers of a dense matrix that are not zero. */
    public static SparseMatrix of(Matrix dense) {
        double[] cells = dense.values();
        int count = (int) Arrays.stream(cells).filter(value -> value != 0).count();
        int[] starts = new int[dense.rows() + 1];
        int[] places = new int[count];
        double[] values = new double[count];
        int next = 0;
        for (int cell = 0; cell < cells.length; cell++) {
            if (cells[cell] != 0) {
                places[next] = cell % dense.columns();
                values[next++] = cells[cell];
                starts[cell / dense.columns() + 1]++;
            }
        }
        Arrays.parallelPrefix(starts, Integer::sum);
        Datatype datatype = dense.single() ? Datatype.FP32 : Datatype.FP64;
        return new SparseMatrix(dense.columns(), starts, places, values, datatype);
    }

    /** The same places with other numbers. */
    public SparseMatrix withValues(double[] newValues, Datatype newDatatype) {
        return new SparseMatrix(columns, starts, places, newValues, newDatatype, sparse);
    }

    /** The same numbers; in Python there may be a dense matrix. */
    public SparseMatrix asSparse(boolean toBeSparse) {
        return toBeSparse == sparse
                ? this
                : new SparseMatrix(columns, starts, places, values, datatype, toBeSparse);
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

    /** Where the numbers of a row begin; those of the row before end here. */
    public int start(int row) {
        return starts[row];
    }

    /** The columns of all numbers. The array is shared: only to be read. */
    public int[] places() {
        return places;
    }

    /** All numbers. The array is shared: only to be read. */
    public double[] values() {
        return values;
    }

    public Datatype datatype() {
        return datatype;
    }

    /** The sum over a row of its numbers times the weights of their columns. */
    public double dot(int row, double[] weights, int weightsAt) {
        double sum = 0;
        for (int i = starts[row]; i < starts[row + 1]; i++) {
            sum += values[i] * weights[weightsAt + places[i]];
        }
        return sum;
    }

    @Override
    public Matrix numbers(String wantedBy) {
        return new Matrix(rows, columns, dense(wantedBy), Precision.of(datatype)).asSparse(sparse);
    }

    private double[] dense(String wantedBy) {
        if ((long) rows * columns > MAX_DENSE) {
            throw ServingException.unprocessable(
                    rows
                            + " rows of "
                            + columns
                            + " columns are too many for "
                            + wantedBy
                            + "; send fewer rows at once");
        }
        double[] dense = new double[rows * columns];
        for (int row = 0; row < rows; row++) {
            for (int i = starts[row]; i < starts[row + 1]; i++) {
                dense[row * columns + places[i]] = values[i];
            }
        }
        return dense;
    }

    @Override
    public Column column(int index, String wantedBy) {
        return new NumberColumn(row -> at(row, index));
    }

    private double at(int row, int column) {
        int found = Arrays.binarySearch(places, starts[row], starts[row + 1], column);
        return found < 0 ? 0 : values[found];
    }

    /** The columns wanted must be in rising order, or the result is dense. */
    @Override
    public Values select(int[] wanted, String wantedBy) {
        int[] moved = new int[columns];
        Arrays.fill(moved, -1);
        for (int i = 0; i < wanted.length; i++) {
            if (i > 0 && wanted[i] <= wanted[i - 1]) {
                return numbers(wantedBy).select(wanted, wantedBy);
            }
            moved[wanted[i]] = i;
        }
        return moved(moved, wanted.length);
    }

    private SparseMatrix moved(int[] moved, int width) {
        int[] newStarts = new int[rows + 1];
        int[] newPlaces = new int[places.length];
        double[] newValues = new double[places.length];
        int next = 0;
        for (int row = 0; row < rows; row++) {
            for (int i = starts[row]; i < starts[row + 1]; i++) {
                if (moved[places[i]] >= 0) {
                    newPlaces[next] = moved[places[i]];
                    newValues[next++] = values[i];
                }
            }
            newStarts[row + 1] = next;
        }
        return new SparseMatrix(
                width,
                newStarts,
                Arrays.copyOf(newPlaces, next),
                Arrays.copyOf(newValues, next),
                datatype,
                sparse);
    }

    /** Dense: the protocol knows nothing else. */
    @Override
    public Tensor encodable() {
        Shape shape = Shape.of(rows, columns);
        double[] dense = dense("an answer");
        return datatype == Datatype.FP64
                ? Tensor.of("", shape, dense)
                : new Tensor("", shape, Precision.cast(dense, datatype));
    }
}
