package io.bulkhead.plugin.mlflow.schema;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.HalfFloat;
import io.bulkhead.api.tensor.NumericData;
import java.nio.ByteBuffer;
import java.util.Locale;

/** Numbers of one datatype as numbers of another. */
public final class NumericCast {
    private NumericCast() {}

    /** What numpy calls a datatype, for messages. */
    public static String numpyName(Datatype datatype) {
        return switch (datatype) {
            case FP16 -> "float16";
            case BF16 -> "bfloat16";
            case FP32 -> "float32";
            case FP64 -> "float64";
            case BYTES -> "object";
            default -> datatype.name().toLowerCase(Locale.ROOT);
        };
    }

    /**
     * The same values, cut and rounded as far as the datatype needs it; whether that is allowed is
     * for the caller to know.
     */
    public static NumericData to(Datatype wanted, NumericData data) {
        if (data.datatype() == wanted) {
            return data;
        }
        ByteBuffer target = NumericData.allocate(wanted, data.size());
        for (int i = 0; i < data.size(); i++) {
            put(wanted, target, data, i);
        }
        return NumericData.wrap(wanted, target.flip());
    }

    private static void put(Datatype wanted, ByteBuffer target, NumericData data, int i) {
        switch (wanted) {
            case BOOL -> target.put((byte) (data.doubleAt(i) != 0 ? 1 : 0));
            case INT8, UINT8 -> target.put((byte) data.longAt(i));
            case INT16, UINT16 -> target.putShort((short) data.longAt(i));
            case INT32, UINT32 -> target.putInt((int) data.longAt(i));
            case INT64, UINT64 -> target.putLong(data.longAt(i));
            case FP16 -> target.putShort(HalfFloat.fromFloat((float) data.doubleAt(i)));
            case BF16 -> target.putShort(HalfFloat.bfloat16FromFloat((float) data.doubleAt(i)));
            case FP32 -> target.putFloat((float) data.doubleAt(i));
            case FP64 -> target.putDouble(data.doubleAt(i));
            case BYTES -> throw new IllegalArgumentException("BYTES are no numbers");
        }
    }

    /**
     * As {@link #to}, but refuses what would change a value: a fraction or a missing value in an
     * integer, a number that is too large for it.
     *
     * @param name of the input, for the message
     */
    public static NumericData exactly(Datatype wanted, NumericData data, String name) {
        if (data.datatype() == wanted || (!wanted.isInteger() && wanted != Datatype.BOOL)) {
            return to(wanted, data);
        }
        NumericData cast = to(wanted, data);
        for (int i = 0; i < data.size(); i++) {
            if (cast.doubleAt(i) != data.doubleAt(i)) {
                throw ServingException.unprocessable(
                        "input '"
                                + name
                                + "': "
                                + numpyName(wanted)
                                + " is wanted, found "
                                + (Double.isNaN(data.doubleAt(i))
                                        ? "a missing value"
                                        : String.valueOf(data.doubleAt(i))));
            }
        }
        return cast;
    }
}
