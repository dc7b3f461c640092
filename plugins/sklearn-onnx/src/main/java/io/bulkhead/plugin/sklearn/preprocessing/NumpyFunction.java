package io.bulkhead.plugin.sklearn.preprocessing;

import io.bulkhead.api.codec.Table;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.sklearn.estimator.DtypeParameter;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Rounding;
import io.bulkhead.plugin.sklearn.value.TableValues;
import io.bulkhead.plugin.sklearn.value.TensorValues;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * A function of numpy that takes each number by itself.
 *
 * @param operator what it does
 * @param result what type it gives
 */
record NumpyFunction(DoubleUnaryOperator operator, Result result) {
    /** The type of what a function gives. */
    enum Result {
        /** Floating point: whole numbers become such. */
        FRACTIONS,
        /** What it got: whole numbers stay whole. */
        SAME,
        /** The same, but of a table an array. */
        ARRAY,
        /** Truth values. */
        FLAGS
    }

    /** A table stays one, as with pandas, where pandas knows the function. */
    Values apply(Values input, String owner) {
        if (!(input instanceof TableValues table) || result == Result.ARRAY) {
            return mapped(input, owner);
        }
        List<Tensor> columns =
                table.table().columns().stream().map(column -> mapped(column, owner)).toList();
        return new TableValues(Table.of(columns));
    }

    private Tensor mapped(Tensor column, String owner) {
        TableValues alone = new TableValues(Table.of(List.of(column)));
        Values answer = mapped(alone.numbers(owner), column.datatype());
        return ((Tensor) answer.encodable()).withShape(column.shape()).withName(column.name());
    }

    private Values mapped(Values input, String owner) {
        Datatype datatype =
                input instanceof TensorValues values ? values.tensor().datatype() : Datatype.FP64;
        return mapped(input.numbers(owner), datatype);
    }

    private Values mapped(Matrix matrix, Datatype datatype) {
        double[] values = matrix.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = Rounding.round(operator.applyAsDouble(values[i]), matrix.single());
        }
        boolean keepsType = result == Result.SAME || result == Result.ARRAY;
        boolean whole = keepsType && datatype.isInteger();
        if (whole || result == Result.FLAGS) {
            Datatype given = whole ? datatype : Datatype.BOOL;
            return new DtypeParameter(given).cast(matrix.rows(), matrix.columns(), values);
        }
        return new Matrix(matrix.rows(), matrix.columns(), values, matrix.single());
    }
}
