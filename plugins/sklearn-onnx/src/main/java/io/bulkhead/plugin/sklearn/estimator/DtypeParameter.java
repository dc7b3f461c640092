package io.bulkhead.plugin.sklearn.estimator;

import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.api.tensor.TensorData;
import io.bulkhead.plugin.sklearn.pickle.PickledName;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.TensorValues;
import io.bulkhead.plugin.sklearn.value.Values;
import java.nio.ByteBuffer;

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
                    case "float32" -> Datatype.FP32;
                    case "float64", "float" -> Datatype.FP64;
                    case "int64", "int", "intp", "longlong" -> Datatype.INT64;
                    case "int32", "intc" -> Datatype.INT32;
                    case "int16" -> Datatype.INT16;
                    case "int8" -> Datatype.INT8;
                    case "uint8" -> Datatype.UINT8;
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
        if (datatype == Datatype.FP64 || datatype == Datatype.FP32) {
            return new Matrix(rows, columns, values, datatype == Datatype.FP32);
        }
        return new TensorValues(new Tensor("", Shape.of(rows, columns), cast(values)));
    }

    private TensorData cast(double[] values) {
        ByteBuffer bytes = NumericData.allocate(datatype, values.length);
        for (double value : values) {
            switch (datatype.byteSize()) {
                case 8 -> bytes.putLong((long) value);
                case 4 -> bytes.putInt((int) value);
                case 2 -> bytes.putShort((short) value);
                default -> bytes.put((byte) value);
            }
        }
        return NumericData.wrap(datatype, bytes.flip());
    }
}
