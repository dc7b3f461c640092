package io.bulkhead.plugin.mlflow.schema;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.mlflow.json.JsonText;
import io.bulkhead.plugin.mlflow.signature.ColumnType;
import io.bulkhead.plugin.mlflow.signature.Schema;
import java.io.IOException;
import java.util.List;

/** Which arrays a tensor of a signature takes: those of its dtype and shape, and no others. */
final class TensorRules {
    private TensorRules() {}

    /**
     * @throws ServingException {@code UNPROCESSABLE} if dtype or shape is another
     */
    static Tensor require(Tensor tensor, Schema.TensorSpec spec) {
        if (!fits(tensor.shape(), spec.shape())) {
            throw ServingException.unprocessable(
                    "input '"
                            + tensor.name()
                            + "': shape "
                            + tensor.shape()
                            + " does not match the signature's "
                            + spec.shape());
        }
        if (tensor.datatype() != spec.datatype()) {
            throw ServingException.unprocessable(
                    "input '"
                            + tensor.name()
                            + "': the model's signature wants dtype "
                            + spec.dtype()
                            + ", found "
                            + NumericCast.numpyName(tensor.datatype()));
        }
        return tensor;
    }

    private static boolean fits(Shape found, Shape wanted) {
        if (found.rank() != wanted.rank()) {
            return false;
        }
        for (int axis = 0; axis < wanted.rank(); axis++) {
            long size = wanted.dimension(axis);
            if (size != Shape.ANY && size != found.dimension(axis)) {
                return false;
            }
        }
        return true;
    }

    /** A column of a data frame, whose cells are numbers or lists of them. */
    static Tensor ofColumn(Tensor column, Schema.TensorSpec spec) {
        requireRowsOnly(column.name(), spec.shape());
        if (column.contentType().equals(ColumnType.JSON)) {
            return ofLists(column, spec);
        }
        int width = (int) elementsPerRow(spec.shape());
        if (spec.shape().rank() > 2 || width != 1) {
            throw ServingException.unprocessable(
                    "input '"
                            + column.name()
                            + "': its cells are plain values, the model's signature wants shape "
                            + spec.shape());
        }
        Shape shape =
                spec.shape().rank() == 1 ? Shape.of(column.size()) : Shape.of(column.size(), 1);
        if (column.datatype() == spec.datatype()) {
            return column.withShape(shape);
        }
        NumericData data = NumericCast.exactly(spec.datatype(), column.numbers(), column.name());
        return new Tensor(column.name(), shape, data);
    }

    private static void requireRowsOnly(String name, Shape shape) {
        boolean rowsFree = shape.rank() > 0 && shape.dimension(0) == Shape.ANY;
        for (int axis = 1; axis < shape.rank(); axis++) {
            rowsFree &= shape.dimension(axis) != Shape.ANY;
        }
        if (!rowsFree) {
            throw ServingException.unprocessable(
                    "input '"
                            + name
                            + "': a table can stand for an array only where its rows alone are of"
                            + " any number, the model's signature says "
                            + shape);
        }
    }

    private static long elementsPerRow(Shape shape) {
        long elements = 1;
        for (int axis = 1; axis < shape.rank(); axis++) {
            elements = Math.multiplyExact(elements, shape.dimension(axis));
        }
        return elements;
    }

    private static Tensor ofLists(Tensor column, Schema.TensorSpec spec) {
        BytesData cells = column.strings();
        int width = (int) elementsPerRow(spec.shape());
        if (spec.datatype() == Datatype.BYTES) {
            throw notSuch(column, spec);
        }
        double[] values = new double[Math.multiplyExact(cells.size(), width)];
        for (int row = 0; row < cells.size(); row++) {
            fill(values, row * width, width, list(column, cells, row, spec), column, spec);
        }
        long[] shape = spec.shape().toArray();
        shape[0] = cells.size();
        NumericData data =
                NumericCast.exactly(spec.datatype(), NumericData.of(values), column.name());
        return new Tensor(column.name(), Shape.of(shape), data, Parameters.empty());
    }

    private static List<?> list(Tensor column, BytesData cells, int row, Schema.TensorSpec spec) {
        try {
            if (JsonText.parse(cells.stringAt(row)) instanceof List<?> list) {
                return list;
            }
        } catch (IOException e) {
            throw notSuch(column, spec);
        }
        throw notSuch(column, spec);
    }

    private static void fill(
            double[] values,
            int start,
            int width,
            List<?> list,
            Tensor column,
            Schema.TensorSpec spec) {
        if (list.size() != width) {
            throw notSuch(column, spec);
        }
        for (int i = 0; i < width; i++) {
            if (!(list.get(i) instanceof Number number)) {
                throw notSuch(column, spec);
            }
            values[start + i] = number.doubleValue();
        }
    }

    private static ServingException notSuch(Tensor column, Schema.TensorSpec spec) {
        return ServingException.unprocessable(
                "input '"
                        + column.name()
                        + "': its cells do not make up "
                        + spec.dtype()
                        + " of shape "
                        + spec.shape());
    }
}
