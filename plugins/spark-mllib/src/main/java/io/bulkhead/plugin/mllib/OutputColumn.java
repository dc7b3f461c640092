package io.bulkhead.plugin.mllib;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.mllib.row.Cell;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what one column has in each row, and makes a tensor of it. */
final class OutputColumn {
    /** 512 MiB of doubles. */
    private static final long MOST_VALUES = 1L << 26;

    private final String name;
    private final int slot;
    private final int rows;
    private int row;
    private int width = -1;
    private double[] numbers = new double[0];
    private final List<@Nullable String> texts = new ArrayList<>(0);
    private final List<List<String>> lists = new ArrayList<>(0);
    private boolean ofText;
    private boolean ofVectors;

    /**
     * @param slot the column's number
     * @param rows how many will come
     */
    OutputColumn(String name, int slot, int rows) {
        this.name = name;
        this.slot = slot;
        this.rows = rows;
    }

    void add(Cell[] cells) {
        Cell cell = cells[slot];
        if (row == 0) {
            start(cell);
        }
        switch (cell.kind()) {
            case VECTOR -> {
                requireWidth(cell.vector().size());
                cell.vector().writeTo(numbers, row * width);
            }
            case TEXTS -> lists.add(List.copyOf(cell.texts()));
            case TEXT -> texts.add(cell.text());
            case NOTHING -> addNothing();
            default -> numbers[row] = cell.number();
        }
        row++;
    }

    private void start(Cell cell) {
        width =
                switch (cell.kind()) {
                    case VECTOR -> cell.vector().size();
                    case TEXTS -> 0; // that of the longest, which comes later
                    default -> 1;
                };
        ofText = cell.kind() == Cell.Kind.TEXT || cell.kind() == Cell.Kind.TEXTS;
        ofVectors = cell.kind() == Cell.Kind.VECTOR || cell.kind() == Cell.Kind.TEXTS;
        if ((long) rows * width > MOST_VALUES) {
            throw ServingException.unprocessable(
                    "output '"
                            + name
                            + "': "
                            + rows
                            + " rows of "
                            + width
                            + " values are too many");
        }
        if (!ofText) {
            numbers = new double[rows * width];
        }
    }

    private void addNothing() {
        if (ofText) {
            texts.add(null);
        } else {
            numbers[row] = Double.NaN;
        }
    }

    private void requireWidth(int found) {
        if (found != width) {
            throw ServingException.unprocessable(
                    "output '"
                            + name
                            + "': row "
                            + row
                            + " has "
                            + found
                            + " values, row 0 has "
                            + width
                            + "; ask for vectors of different sizes one by one");
        }
    }

    /** Lists of different lengths become rows of one length, with null behind the shorter. */
    private void fillUp() {
        for (List<String> list : lists) {
            width = Math.max(width, list.size());
        }
        for (List<String> list : lists) {
            texts.addAll(list);
            for (int i = list.size(); i < width; i++) {
                texts.add(null);
            }
        }
    }

    Tensor tensor() {
        fillUp();
        int columns = Math.max(width, 0);
        Shape shape = ofVectors ? Shape.of(rows, columns) : Shape.of(rows);
        if (ofText) {
            return new Tensor(name, shape, BytesData.ofStrings(texts));
        }
        ByteBuffer bytes = NumericData.allocate(Datatype.FP64, numbers.length);
        bytes.asDoubleBuffer().put(numbers);
        return new Tensor(name, shape, NumericData.wrap(Datatype.FP64, bytes));
    }
}
