package io.bulkhead.plugin.mlflow.schema;

import io.bulkhead.api.codec.Table;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Matrices as tables and tables as matrices. */
public final class Matrices {
    private Matrices() {}

    /** Columns called by their numbers, as a data frame calls them. */
    static Table table(Tensor matrix) {
        Shape shape = matrix.shape();
        if (shape.rank() > 2) {
            throw ServingException.unprocessable(
                    "input '"
                            + matrix.name()
                            + "': the model's signature wants columns, found shape "
                            + shape);
        }
        int rows = shape.rank() == 0 ? 1 : (int) shape.dimension(0);
        int width = shape.rank() < 2 ? 1 : (int) shape.dimension(1);
        List<Tensor> columns = new ArrayList<>(width);
        for (int i = 0; i < width; i++) {
            columns.add(column(matrix, rows, width, i));
        }
        return Table.of(columns);
    }

    private static Tensor column(Tensor matrix, int rows, int width, int index) {
        String name = String.valueOf(index);
        if (matrix.data() instanceof BytesData texts) {
            List<@Nullable String> values = new ArrayList<>(rows);
            for (int row = 0; row < rows; row++) {
                int at = row * width + index;
                values.add(texts.isNull(at) ? null : texts.stringAt(at));
            }
            return new Tensor(
                    name, Shape.of(rows), BytesData.ofStrings(values), matrix.parameters());
        }
        NumericData numbers = matrix.numbers();
        int size = numbers.datatype().byteSize();
        ByteBuffer source = numbers.bytes();
        ByteBuffer target = NumericData.allocate(numbers.datatype(), rows);
        for (int row = 0; row < rows; row++) {
            target.put(row * size, source, (row * width + index) * size, size);
        }
        return new Tensor(name, Shape.of(rows), NumericData.wrap(numbers.datatype(), target));
    }

    /** A data frame of these vectors. */
    static Table table(Collection<Tensor> vectors) {
        List<Tensor> columns = new ArrayList<>(vectors.size());
        for (Tensor vector : vectors) {
            Shape shape = vector.shape();
            boolean column = shape.rank() == 2 && shape.dimension(1) == 1;
            if (shape.rank() > 1 && !column) {
                throw ServingException.unprocessable(
                        "input '"
                                + vector.name()
                                + "': a column is wanted, which has shape [N] or [N,1], found "
                                + shape);
            }
            columns.add(vector.withShape(Shape.of(vector.size())));
        }
        for (Tensor column : columns) {
            if (column.size() != columns.get(0).size()) {
                throw ServingException.unprocessable(
                        "input '"
                                + column.name()
                                + "': all columns have one length, found "
                                + column.size()
                                + " beside "
                                + columns.get(0).size());
            }
        }
        return Table.of(columns);
    }

    /** As a data frame's {@code to_numpy} gives it: of the datatype that all columns fit into. */
    public static Tensor matrix(Table table) {
        List<Tensor> columns = table.columns();
        Datatype common = columns.get(0).datatype();
        for (Tensor column : columns) {
            common = common(common, column.numbers().datatype());
        }
        int size = common.byteSize();
        int width = columns.size();
        ByteBuffer target = NumericData.allocate(common, table.rowCount() * width);
        for (int i = 0; i < width; i++) {
            ByteBuffer source = NumericCast.to(common, columns.get(i).numbers()).bytes();
            for (int row = 0; row < table.rowCount(); row++) {
                target.put((row * width + i) * size, source, row * size, size);
            }
        }
        return new Tensor("x", Shape.of(table.rowCount(), width), NumericData.wrap(common, target));
    }

    private static Datatype common(Datatype one, Datatype other) {
        if (one == other) {
            return one;
        }
        if (one.isFloating() && other.isFloating()) {
            return one.byteSize() >= other.byteSize() ? one : other;
        }
        boolean integers = one.isInteger() && other.isInteger();
        return integers && !one.isUnsigned() && !other.isUnsigned()
                ? (one.byteSize() >= other.byteSize() ? one : other)
                : Datatype.FP64;
    }
}
