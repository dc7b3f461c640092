package io.bulkhead.plugin.sklearn.preprocessing;

import io.bulkhead.api.codec.Table;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.sklearn.estimator.DtypeParameter;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Precision;
import io.bulkhead.plugin.sklearn.value.SparseMatrix;
import io.bulkhead.plugin.sklearn.value.TableValues;
import io.bulkhead.plugin.sklearn.value.TensorValues;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.List;
import java.util.Optional;
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
        /** The same, but of truth values small numbers. */
        ARITHMETIC,
        /** What it got, but of a table an array. */
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
        Matrix matrix = input.numbers(owner);
        return mapped(matrix, datatype(input).orElse(matrix.precision().datatype()));
    }

    private static Optional<Datatype> datatype(Values input) {
        if (input instanceof TensorValues values) {
            return Optional.of(values.tensor().datatype());
        }
        return input instanceof SparseMatrix sparse
                ? Optional.of(sparse.datatype())
                : Optional.empty();
    }

    private Values mapped(Matrix matrix, Datatype datatype) {
        Datatype given = given(result, datatype);
        Precision precision = Precision.of(given);
        double[] values = matrix.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = precision.round(operator.applyAsDouble(values[i]));
        }
        return new DtypeParameter(given).cast(matrix.rows(), matrix.columns(), values);
    }

    private static Datatype given(Result result, Datatype datatype) {
        return switch (result) {
            case FLAGS -> Datatype.BOOL;
            case FRACTIONS -> Precision.ofFunction(datatype).datatype();
            case SAME, ARRAY -> datatype == Datatype.BYTES ? Datatype.FP64 : datatype;
            case ARITHMETIC ->
                    datatype == Datatype.BOOL ? Datatype.INT8 : given(Result.SAME, datatype);
        };
    }
}
