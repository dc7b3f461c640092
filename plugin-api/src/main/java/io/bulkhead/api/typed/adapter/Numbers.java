package io.bulkhead.api.typed.adapter;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Tensor;

/** Single numbers of a tensor, refused where the wanted type cannot hold them. */
final class Numbers {
    private Numbers() {}

    /** A whole number within the range of a datatype; of UINT64 the bits. */
    static long wholeAt(Tensor tensor, int index, Datatype wanted) {
        NumericData numbers = tensor.numbers();
        long value = numbers.longAt(index);
        boolean fromUnsigned = tensor.datatype() == Datatype.UINT64;
        boolean fits =
                wanted == Datatype.UINT64
                        ? fromUnsigned || value >= 0
                        : !(fromUnsigned && value < 0)
                                && value >= min(wanted)
                                && value <= max(wanted);
        if (!fits) {
            String found = fromUnsigned ? Long.toUnsignedString(value) : Long.toString(value);
            throw outOfRange(tensor, index, found, wanted);
        }
        return value;
    }

    static long min(Datatype whole) {
        return switch (whole) {
            case INT8 -> Byte.MIN_VALUE;
            case INT16 -> Short.MIN_VALUE;
            case INT32 -> Integer.MIN_VALUE;
            case INT64 -> Long.MIN_VALUE;
            default -> 0;
        };
    }

    static long max(Datatype whole) {
        return switch (whole) {
            case INT8 -> Byte.MAX_VALUE;
            case UINT8 -> 0xFF;
            case INT16 -> Short.MAX_VALUE;
            case UINT16 -> 0xFFFF;
            case INT32 -> Integer.MAX_VALUE;
            case UINT32 -> 0xFFFF_FFFFL;
            default -> Long.MAX_VALUE;
        };
    }

    /** Rounded to the nearest float; a number that has none is refused. */
    static float floatAt(Tensor tensor, int index) {
        double value = tensor.numbers().doubleAt(index);
        float rounded = (float) value;
        if (Float.isInfinite(rounded) && !Double.isInfinite(value)) {
            throw outOfRange(tensor, index, Double.toString(value), Datatype.FP32);
        }
        return rounded;
    }

    private static ServingException outOfRange(
            Tensor tensor, int index, String found, Datatype wanted) {
        return ServingException.unprocessable(
                "input '%s': element %d is %s, which is out of the range of %s"
                        .formatted(tensor.name(), index, found, wanted));
    }

    /**
     * @throws ServingException if the tensor has no numbers, or floating ones where whole ones are
     *     wanted
     */
    static void check(Tensor tensor, Datatype wanted) {
        Datatype found = tensor.datatype();
        boolean fits =
                wanted.isInteger()
                        ? found.isInteger() || found == Datatype.BOOL
                        : found != Datatype.BYTES;
        if (!fits) {
            throw ServingException.unprocessable(
                    "input '%s': %s are wanted (%s), found datatype %s"
                            .formatted(
                                    tensor.name(),
                                    wanted.isInteger() ? "whole numbers" : "numbers",
                                    wanted,
                                    found));
        }
    }
}
