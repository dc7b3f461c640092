package io.bulkhead.plugin.sklearn.estimator;

import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.sklearn.pickle.PickledName;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Precision;
import io.bulkhead.plugin.sklearn.value.TensorValues;
import io.bulkhead.plugin.sklearn.value.Values;

/**
 * The parameter {@code dtype} of a transformer: the type of what it gives.
 *
 * @param datatype the same as one of the protocol
 */
public record DtypeParameter(Datatype datatype) {
    /** As the transformer says, or as it would be without saying. */
    public static DtypeParameter of(Attributes attributes, Datatype otherwise) {
        String name =
                attributes
                        .find("dtype")
                        .map(dtype -> dtype instanceof PickledName type ? type.name() : "" + dtype)
                        .orElse("");
        return new DtypeParameter(
                switch (name) {
                    case "float16", "half" -> Datatype.FP16;
                    case "float32", "single" -> Datatype.FP32;
                    case "float64", "float", "double" -> Datatype.FP64;
                    case "int64", "int", "intp", "longlong" -> Datatype.INT64;
                    case "int32", "intc" -> Datatype.INT32;
                    case "int16", "short" -> Datatype.INT16;
                    case "int8", "byte" -> Datatype.INT8;
                    case "uint64", "uint", "uintp", "ulonglong" -> Datatype.UINT64;
                    case "uint32", "uintc" -> Datatype.UINT32;
                    case "uint16", "ushort" -> Datatype.UINT16;
                    case "uint8", "ubyte" -> Datatype.UINT8;
                    case "bool", "bool_" -> Datatype.BOOL;
                    default -> otherwise;
                });
    }

    /** Numbers that were only chosen are of the type that they came in. */
    public static Values asGiven(Values chosen, Values input) {
        boolean whole =
                input instanceof TensorValues given
                        && (given.tensor().datatype().isInteger()
                                || given.tensor().datatype() == Datatype.BOOL);
        return whole && chosen instanceof Matrix matrix
                ? new DtypeParameter(((TensorValues) input).tensor().datatype())
                        .cast(matrix.rows(), matrix.columns(), matrix.values())
                : chosen;
    }

    /** The numbers in this type. */
    public Values cast(int rows, int columns, double[] values) {
        if (datatype.isFloating()) {
            return new Matrix(rows, columns, values, Precision.of(datatype));
        }
        Shape shape = Shape.of(rows, columns);
        return new TensorValues(new Tensor("", shape, Precision.cast(values, datatype)));
    }
}
