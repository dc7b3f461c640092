package io.bulkhead.codec.proto;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.TensorData;
import io.bulkhead.protocol.InferTensorContents;
import java.nio.ByteBuffer;

/**
 * Values that are wider than their datatype or lie in the field of another. MLServer casts them
 * silently; here a value that would change is refused.
 */
final class ConvertedContents {
    private ConvertedContents() {}

    static TensorData read(
            String where, Datatype datatype, ContentsField field, InferTensorContents contents) {
        int count = field.size(contents);
        ByteBuffer target = NumericData.allocate(datatype, count);
        for (int i = 0; i < count; i++) {
            if (datatype.isFloating()) {
                putFloating(target, datatype, field.doubleAt(contents, i));
            } else {
                putInteger(target, datatype, integer(where, datatype, field, contents, i));
            }
        }
        return NumericData.wrap(datatype, target.flip());
    }

    private static void putFloating(ByteBuffer target, Datatype datatype, double value) {
        if (datatype == Datatype.FP32) {
            target.putFloat((float) value);
        } else {
            target.putDouble(value);
        }
    }

    private static void putInteger(ByteBuffer target, Datatype datatype, long value) {
        switch (datatype.byteSize()) {
            case Byte.BYTES -> target.put((byte) value);
            case Short.BYTES -> target.putShort((short) value);
            case Integer.BYTES -> target.putInt((int) value);
            default -> target.putLong(value);
        }
    }

    private static long integer(
            String where,
            Datatype datatype,
            ContentsField field,
            InferTensorContents contents,
            int index) {
        double number = field.doubleAt(contents, index);
        long value = field.isFloating() ? (long) number : field.longAt(contents, index);
        // Above Long.MAX_VALUE the cast stops there, which as a double is 2^63 again.
        boolean exact = !field.isFloating() || (value == number && number < 0x1p63);
        if (!exact || !fits(datatype, field, value)) {
            String found =
                    field == ContentsField.UINT64_CONTENTS
                            ? Long.toUnsignedString(value)
                            : field.isFloating() ? String.valueOf(number) : String.valueOf(value);
            throw ServingException.unprocessable(
                    where + ": " + field + "[" + index + "] is " + found + ", no " + datatype);
        }
        return value;
    }

    private static boolean fits(Datatype datatype, ContentsField field, long value) {
        if (field == ContentsField.UINT64_CONTENTS && value < 0) {
            return datatype == Datatype.UINT64;
        }
        int bits = datatype.byteSize() * Byte.SIZE;
        if (datatype == Datatype.BOOL) {
            return value == 0 || value == 1;
        }
        if (datatype.isUnsigned()) {
            return value >= 0 && (bits == Long.SIZE || value >>> bits == 0);
        }
        return bits == Long.SIZE || value >> (bits - 1) == value >> (Long.SIZE - 1);
    }
}
