package io.bulkhead.plugin.huggingface.weights;

import io.bulkhead.api.tensor.HalfFloat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/** The types of elements that weights may have. Names are those of safetensors. */
public enum WeightType {
    /** 32 bits. */
    F32(4),
    /** 64 bits. */
    F64(8),
    /** 16 bits. */
    F16(2),
    /** The upper half of 32 bits. */
    BF16(2),
    /** Whole numbers, e.g. positions. */
    I64(8),
    /** Whole numbers. */
    I32(4),
    /** Whole numbers. */
    I16(2),
    /** Whole numbers. */
    I8(1),
    /** Whole numbers. */
    U8(1),
    /** Truth values, e.g. masks. */
    BOOL(1);

    private final int byteSize;

    WeightType(int byteSize) {
        this.byteSize = byteSize;
    }

    static Optional<WeightType> named(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }

    /** Bytes of one element. */
    public int byteSize() {
        return byteSize;
    }

    /** The elements as floats of 32 bits in native memory: where they lie, if they are that. */
    public ByteBuffer asFloats(ByteBuffer bytes) {
        if (this == F32) {
            return bytes;
        }
        int size = bytes.remaining() / byteSize;
        ByteBuffer floats =
                ByteBuffer.allocateDirect(Math.multiplyExact(size, Float.BYTES))
                        .order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < size; i++) {
            floats.putFloat(number(bytes, i));
        }
        return floats.flip();
    }

    private float number(ByteBuffer bytes, int index) {
        return switch (this) {
            case F32 -> bytes.getFloat(index * Float.BYTES);
            case F64 -> (float) bytes.getDouble(index * Double.BYTES);
            case F16 -> HalfFloat.toFloat(bytes.getShort(index * Short.BYTES));
            case BF16 -> Float.intBitsToFloat(bytes.getShort(index * Short.BYTES) << 16);
            case I64 -> bytes.getLong(index * Long.BYTES);
            case I32 -> bytes.getInt(index * Integer.BYTES);
            case I16 -> bytes.getShort(index * Short.BYTES);
            case I8 -> bytes.get(index);
            case U8, BOOL -> bytes.get(index) & 0xFF;
        };
    }
}
