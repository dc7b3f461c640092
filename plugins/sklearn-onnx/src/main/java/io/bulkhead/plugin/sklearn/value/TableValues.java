package io.bulkhead.plugin.sklearn.value;

import io.bulkhead.api.codec.Table;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Named columns: what was a DataFrame in Python. */
public record TableValues(Table table) implements Values {
    @Override
    public int rows() {
        return table.rowCount();
    }

    @Override
    public int columns(String wantedBy) {
        return table.columns().size();
    }

    @Override
    public List<String> names() {
        return table.columnNames();
    }

    @Override
    public Matrix numbers(String wantedBy) {
        List<Tensor> columns = table.columns();
        double[] values = new double[rows() * columns.size()];
        for (int index = 0; index < columns.size(); index++) {
            Tensor column = columns.get(index);
            fill(values, index, columns.size(), column);
        }
        return new Matrix(rows(), columns.size(), values, precision()).named(names());
    }

    /** What numpy finds enough for all columns; what is all whole is made double. */
    private Precision precision() {
        List<Datatype> types = table.columns().stream().map(Tensor::datatype).distinct().toList();
        if (types.equals(List.of(Datatype.FP16))) {
            return Precision.HALF;
        }
        return types.contains(Datatype.FP32) && types.stream().allMatch(Precision::fitsSingle)
                ? Precision.SINGLE
                : Precision.DOUBLE;
    }

    private void fill(double[] values, int index, int stride, Tensor column) {
        if (column.data() instanceof NumericData numbers) {
            double[] own = numbers.toDoubles();
            for (int row = 0; row < own.length; row++) {
                values[row * stride + index] = own[row];
            }
            return;
        }
        BytesData text = column.strings();
        for (int row = 0; row < rows(); row++) {
            values[row * stride + index] =
                    text.isNull(row) ? Double.NaN : parse(text.stringAt(row), column.name());
        }
    }

    /** Columns of text that holds numbers are taken, as Python takes them. */
    private static double parse(String text, String column) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            throw new ServingException(
                    ErrorCode.UNPROCESSABLE,
                    "column '" + column + "': could not convert string to float: '" + text + "'",
                    e);
        }
    }

    @Override
    public Column column(int index, String wantedBy) {
        Tensor column = table.columns().get(index);
        if (column.data() instanceof BytesData text) {
            return new TextColumn(text, 0, 1);
        }
        return new NumberColumn(column.numbers()::doubleAt);
    }

    @Override
    public Values select(int[] wanted, String wantedBy) {
        List<Tensor> selected = new ArrayList<>(wanted.length);
        for (int index : wanted) {
            selected.add(table.columns().get(index));
        }
        return new TableValues(Table.of(selected));
    }

    @Override
    public Table encodable() {
        return table;
    }
}
