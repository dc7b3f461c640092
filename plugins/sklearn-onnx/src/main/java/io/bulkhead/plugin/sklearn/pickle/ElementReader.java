package io.bulkhead.plugin.sklearn.pickle;

import io.bulkhead.api.tensor.HalfFloat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads numbers of one dtype out of raw bytes, at a fixed place within equally long elements. */
final class ElementReader {
    private final Dtype dtype;
    private final int offset;
    private final int stride;

    private ElementReader(Dtype dtype, int offset, int stride) {
        this.dtype = dtype;
        this.offset = offset;
        this.stride = stride;
    }

    static ElementReader of(Dtype dtype, int offset, Dtype element) throws PickleException {
        if (!dtype.isFixedNumber()) {
            throw new PickleException("array of " + dtype + " where numbers are wanted");
        }
        return new ElementReader(dtype, offset, element.itemSize());
    }

    double doubleAt(ByteBuffer bytes, int element) {
        int at = bytes.position() + element * stride + offset;
        if (dtype.kind() != Dtype.Kind.FLOAT) {
            long value = integer(bytes, at);
            return isUnsignedLong() ? unsigned(value) : value;
        }
        return switch (dtype.itemSize()) {
            case 8 -> Double.longBitsToDouble(ordered(bytes.getLong(at), bytes));
            case 4 -> Float.intBitsToFloat(ordered(bytes.getInt(at), bytes));
            default -> HalfFloat.toFloat(ordered(bytes.getShort(at), bytes));
        };
    }

    long longAt(ByteBuffer bytes, int element) {
        return dtype.kind() == Dtype.Kind.FLOAT
                ? (long) doubleAt(bytes, element)
                : integer(bytes, bytes.position() + element * stride + offset);
    }

    private long integer(ByteBuffer bytes, int at) {
        boolean signed = dtype.kind() == Dtype.Kind.SIGNED;
        return switch (dtype.itemSize()) {
            case 8 -> ordered(bytes.getLong(at), bytes);
            case 4 -> {
                int value = ordered(bytes.getInt(at), bytes);
                yield signed ? value : Integer.toUnsignedLong(value);
            }
            case 2 -> {
                short value = ordered(bytes.getShort(at), bytes);
                yield signed ? value : Short.toUnsignedInt(value);
            }
            default -> signed ? bytes.get(at) : Byte.toUnsignedInt(bytes.get(at));
        };
    }

    private boolean isUnsignedLong() {
        return dtype.kind() == Dtype.Kind.UNSIGNED && dtype.itemSize() == Long.BYTES;
    }

    private static double unsigned(long value) {
        return value >= 0 ? value : ((value >>> 1) | (value & 1)) * 2.0;
    }

    private long ordered(long value, ByteBuffer bytes) {
        return swapped(bytes) ? Long.reverseBytes(value) : value;
    }

    private int ordered(int value, ByteBuffer bytes) {
        return swapped(bytes) ? Integer.reverseBytes(value) : value;
    }

    private short ordered(short value, ByteBuffer bytes) {
        return swapped(bytes) ? Short.reverseBytes(value) : value;
    }

    private boolean swapped(ByteBuffer bytes) {
        ByteOrder wanted = dtype.order();
        return !bytes.order().equals(wanted);
    }
}
