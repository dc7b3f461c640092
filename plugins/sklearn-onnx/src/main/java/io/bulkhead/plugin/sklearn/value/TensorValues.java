package io.bulkhead.plugin.sklearn.value;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tensor of any datatype and shape, kept as it is for as long as nobody wants numbers of it. */
public record TensorValues(Tensor tensor) implements Values {
    @Override
    public int rows() {
        return tensor.shape().rank() == 0 ? 1 : Math.toIntExact(tensor.shape().dimension(0));
    }

    @Override
    public int columns(String wantedBy) {
        int rank = tensor.shape().rank();
        if (rank == 2) {
            return Math.toIntExact(tensor.shape().dimension(1));
        }
        throw ServingException.unprocessable(
                rank > 2
                        ? "Found array with dim " + rank + ". " + wantedBy + " expected <= 2."
                        : wantedBy
                                + " expects rows of features, found shape "
                                + tensor.shape()
                                + "; a single row has the shape [1, features]");
    }

    /** A vector as a matrix of one column. */
    public TensorValues asColumn() {
        return new TensorValues(tensor.withShape(Shape.of(tensor.size(), 1)));
    }

    @Override
    public Matrix numbers(String wantedBy) {
        int columns = columns(wantedBy);
        if (tensor.data() instanceof NumericData data) {
            return new Matrix(rows(), columns, data.toDoubles(), Precision.of(data.datatype()));
        }
        throw ServingException.unprocessable(
                "input '" + tensor.name() + "' is text, but " + wantedBy + " expects numbers");
    }

    @Override
    public Column column(int index, String wantedBy) {
        int columns = columns(wantedBy);
        if (tensor.data() instanceof BytesData text) {
            return new TextColumn(text, index, columns);
        }
        NumericData numbers = tensor.numbers();
        return new NumberColumn(row -> numbers.doubleAt(row * columns + index));
    }

    @Override
    public Values select(int[] wanted, String wantedBy) {
        if (!(tensor.data() instanceof BytesData text)) {
            return numbers(wantedBy).select(wanted, wantedBy);
        }
        int columns = columns(wantedBy);
        List<byte @Nullable []> cells = new ArrayList<>(rows() * wanted.length);
        for (int row = 0; row < rows(); row++) {
            for (int column : wanted) {
                int cell = row * columns + column;
                cells.add(text.isNull(cell) ? null : text.bytesAt(cell));
            }
        }
        return new TensorValues(
                new Tensor(
                        tensor.name(),
                        Shape.of(rows(), wanted.length),
                        BytesData.ofBytes(cells),
                        tensor.parameters()));
    }

    @Override
    public Tensor encodable() {
        return tensor;
    }
}
