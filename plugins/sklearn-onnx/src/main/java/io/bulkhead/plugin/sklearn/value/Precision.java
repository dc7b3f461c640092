package io.bulkhead.plugin.sklearn.value;

import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.HalfFloat;
import io.bulkhead.api.tensor.NumericData;
import java.nio.ByteBuffer;

/** How exact floating point numbers are: numpy's float16, float32 and float64. */
public enum Precision {
    HALF(Datatype.FP16),
    SINGLE(Datatype.FP32),
    DOUBLE(Datatype.FP64);

    private final Datatype datatype;

    Precision(Datatype datatype) {
        this.datatype = datatype;
    }

    /** That of numbers of this type once they are floating point: of whole ones, double. */
    public static Precision of(Datatype datatype) {
        return switch (datatype) {
            case FP16 -> HALF;
            case FP32 -> SINGLE;
            default -> DOUBLE;
        };
    }

    /** What numpy makes of numbers of this type where a function gives floating point. */
    public static Precision ofFunction(Datatype datatype) {
        return switch (datatype) {
            case BOOL, INT8, UINT8, FP16 -> HALF;
            case INT16, UINT16, FP32 -> SINGLE;
            default -> DOUBLE;
        };
    }

    /** Whether numbers of this type stay of single precision beside such ones. */
    public static boolean fitsSingle(Datatype datatype) {
        return datatype == Datatype.FP32
                || (datatype != Datatype.BYTES && datatype.byteSize() <= Short.BYTES);
    }

    public Datatype datatype() {
        return datatype;
    }

    /** The nearest number of this precision. */
    public double round(double value) {
        return switch (this) {
            case HALF -> HalfFloat.toFloat(HalfFloat.fromFloat((float) value));
            case SINGLE -> (float) value;
            case DOUBLE -> value;
        };
    }

    /** The same array with each number rounded. */
    public double[] rounded(double[] values) {
        if (this != DOUBLE) {
            for (int i = 0; i < values.length; i++) {
                values[i] = round(values[i]);
            }
        }
        return values;
    }

    /** Numbers as those of any datatype; whole ones are cut off as numpy does it. */
    public static NumericData cast(double[] values, Datatype datatype) {
        ByteBuffer bytes = NumericData.allocate(datatype, values.length);
        for (double value : values) {
            switch (datatype) {
                case FP64 -> bytes.putDouble(value);
                case FP32 -> bytes.putFloat((float) value);
                case FP16 -> bytes.putShort(HalfFloat.fromFloat((float) value));
                case BOOL -> bytes.put((byte) (value == 0 ? 0 : 1));
                default -> putWhole(bytes, (long) value, datatype.byteSize());
            }
        }
        return NumericData.wrap(datatype, bytes.flip());
    }

    /** What is left of numbers that numpy puts into an array of another type. */
    public static double[] throughType(double[] values, Datatype datatype) {
        return cast(values, datatype).toDoubles();
    }

    private static void putWhole(ByteBuffer bytes, long value, int size) {
        switch (size) {
            case Long.BYTES -> bytes.putLong(value);
            case Integer.BYTES -> bytes.putInt((int) value);
            case Short.BYTES -> bytes.putShort((short) value);
            default -> bytes.put((byte) value);
        }
    }
}
