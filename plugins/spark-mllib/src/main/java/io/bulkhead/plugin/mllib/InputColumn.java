package io.bulkhead.plugin.mllib;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.mllib.pipeline.Column;
import io.bulkhead.plugin.mllib.row.Cell;
import java.util.List;

/** One column of a request: a tensor, cut into rows. */
final class InputColumn {
    private final Tensor tensor;
    private final int slot;
    private final int rows;
    private final int width;
    private final boolean single;
    private final int first;

    private InputColumn(Tensor tensor, int slot, int rows, int width, boolean single, int first) {
        this.tensor = tensor;
        this.slot = slot;
        this.rows = rows;
        this.width = width;
        this.single = single;
        this.first = first;
    }

    /** A tensor as a pipeline's column. */
    static InputColumn of(Tensor tensor, int slot, Column column) {
        int rank = tensor.shape().rank();
        if (rank < 1 || rank > 2) {
            throw ServingException.unprocessable(
                    "input '"
                            + tensor.name()
                            + "': a column is a vector or a matrix, found shape "
                            + tensor.shape());
        }
        boolean many = column.type() == Column.Type.VECTOR || column.type() == Column.Type.TEXTS;
        // One vector, or one list, may come as it is.
        boolean row = rank == 1 && many;
        int rows = row ? 1 : (int) tensor.shape().dimension(0);
        int width = row ? tensor.size() : rank == 1 ? 1 : (int) tensor.shape().dimension(1);
        boolean scalar = !many && width == 1;
        if (!many && width != 1 && column.type() != Column.Type.ANY) {
            throw ServingException.unprocessable(
                    "input '"
                            + tensor.name()
                            + "': one value for each row is wanted, found shape "
                            + tensor.shape());
        }
        return new InputColumn(tensor, slot, rows, width, scalar, 0);
    }

    /** One column of a matrix that holds all of them. */
    static InputColumn ofMatrix(Tensor matrix, int slot, int index) {
        int rows = (int) matrix.shape().dimension(0);
        int width = (int) matrix.shape().dimension(1);
        return new InputColumn(matrix, slot, rows, width, true, index);
    }

    String name() {
        return tensor.name();
    }

    int rows() {
        return rows;
    }

    /** Fills this column's cell with what it has in a row. */
    void load(int row, Cell[] cells) {
        Cell cell = cells[slot];
        int start = row * width + first;
        if (tensor.data() instanceof NumericData numbers) {
            if (single) {
                loadNumber(numbers, start, cell);
            } else {
                loadVector(numbers, start, cell);
            }
        } else if (tensor.data() instanceof BytesData texts) {
            if (single) {
                cell.setText(texts.isNull(start) ? null : texts.stringAt(start));
            } else {
                loadTexts(texts, start, cell);
            }
        }
    }

    private static void loadNumber(NumericData numbers, int index, Cell cell) {
        Datatype datatype = numbers.datatype();
        if (datatype == Datatype.BOOL) {
            cell.setFlag(numbers.longAt(index) != 0);
        } else if (datatype == Datatype.FP64) {
            cell.setNumber(numbers.doubleAt(index));
        } else if (datatype.isFloating()) {
            cell.setSingle((float) numbers.doubleAt(index));
        } else {
            cell.setWhole(numbers.longAt(index));
        }
    }

    private void loadVector(NumericData numbers, int start, Cell cell) {
        double[] values = cell.startVector().dense(width);
        for (int i = 0; i < width; i++) {
            values[i] = numbers.doubleAt(start + i);
        }
    }

    /** Missing texts at the end fill a row up that has fewer than others. */
    private void loadTexts(BytesData texts, int start, Cell cell) {
        List<String> list = cell.startTexts();
        for (int i = start; i < start + width; i++) {
            if (!texts.isNull(i)) {
                list.add(texts.stringAt(i));
            }
        }
    }
}
