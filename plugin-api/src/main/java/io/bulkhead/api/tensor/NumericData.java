package io.bulkhead.api.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;

/**
 * Numbers of a fixed width in one little-endian buffer, on the heap or direct; the layout of the
 * protocol's {@code raw_input_contents}. Reading never boxes.
 */
public final class NumericData implements TensorData {
    /** How many elements are copied at once on their way to another type. */
    private static final int MOST_AT_ONCE = 512;

    private final Datatype datatype;
    private final ByteBuffer bytes;
    private final int size;

    private NumericData(Datatype datatype, ByteBuffer bytes) {
        this.datatype = datatype;
        this.bytes = bytes;
        this.size = bytes.limit() / datatype.byteSize();
    }

    /**
     * Takes the remaining bytes as they are, without a copy. The caller must not change them any
     * more.
     *
     * @throws IllegalArgumentException for BYTES, or if the bytes are not a multiple of the width
     */
    public static NumericData wrap(Datatype datatype, ByteBuffer littleEndian) {
        if (!datatype.isFixedWidth()) {
            throw new IllegalArgumentException("BYTES elements have no fixed width");
        }
        if (littleEndian.remaining() % datatype.byteSize() != 0) {
            throw new IllegalArgumentException(
                    littleEndian.remaining()
                            + " bytes are no multiple of the "
                            + datatype.byteSize()
                            + " bytes of one "
                            + datatype);
        }
        return new NumericData(datatype, littleEndian.slice().order(ByteOrder.LITTLE_ENDIAN));
    }

    /** Copies; FP32. */
    public static NumericData of(float[] values) {
        ByteBuffer bytes = allocate(Datatype.FP32, values.length);
        bytes.asFloatBuffer().put(values);
        return new NumericData(Datatype.FP32, bytes);
    }

    /** Copies; FP64. */
    public static NumericData of(double[] values) {
        ByteBuffer bytes = allocate(Datatype.FP64, values.length);
        bytes.asDoubleBuffer().put(values);
        return new NumericData(Datatype.FP64, bytes);
    }

    /** Copies; INT32. */
    public static NumericData of(int[] values) {
        ByteBuffer bytes = allocate(Datatype.INT32, values.length);
        bytes.asIntBuffer().put(values);
        return new NumericData(Datatype.INT32, bytes);
    }

    /** Copies; INT64. */
    public static NumericData of(long[] values) {
        ByteBuffer bytes = allocate(Datatype.INT64, values.length);
        bytes.asLongBuffer().put(values);
        return new NumericData(Datatype.INT64, bytes);
    }

    /** Copies; BOOL. */
    public static NumericData of(boolean[] values) {
        ByteBuffer bytes = allocate(Datatype.BOOL, values.length);
        for (int i = 0; i < values.length; i++) {
            bytes.put(i, (byte) (values[i] ? 1 : 0));
        }
        return new NumericData(Datatype.BOOL, bytes);
    }

    /**
     * New little-endian memory on the heap, to be filled and given to {@link #wrap}.
     *
     * @param size number of elements
     */
    public static ByteBuffer allocate(Datatype datatype, int size) {
        return ByteBuffer.allocate(Math.multiplyExact(datatype.byteSize(), size))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public Datatype datatype() {
        return datatype;
    }

    @Override
    public int size() {
        return size;
    }

    /** The memory itself: a read-only, little-endian view from its first to its last byte. */
    public ByteBuffer bytes() {
        return bytes.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The memory as floats; only for FP32. Whether the view is writable is left open: do not. */
    public FloatBuffer floats() {
        require(Datatype.FP32);
        return bytes.asFloatBuffer();
    }

    /** The memory as doubles; only for FP64. */
    public DoubleBuffer doubles() {
        require(Datatype.FP64);
        return bytes.asDoubleBuffer();
    }

    /** The memory as longs; only for INT64 and UINT64. */
    public LongBuffer longs() {
        requireWidth(Long.BYTES);
        return bytes.asLongBuffer();
    }

    /** The memory as ints; only for INT32 and UINT32. */
    public IntBuffer ints() {
        requireWidth(Integer.BYTES);
        return bytes.asIntBuffer();
    }

    /** The memory as shorts; only for INT16, UINT16, FP16 and BF16. */
    public ShortBuffer shorts() {
        requireWidth(Short.BYTES);
        return bytes.asShortBuffer();
    }

    /**
     * One element as a double; BOOL as 0 or 1. INT64 and UINT64 above 2^53 lose digits, as in any
     * such cast.
     */
    public double doubleAt(int index) {
        return switch (datatype) {
            case FP32 -> bytes.getFloat(index << 2);
            case FP64 -> bytes.getDouble(index << 3);
            case FP16 -> HalfFloat.toFloat(bytes.getShort(index << 1));
            case BF16 -> Float.intBitsToFloat(bytes.getShort(index << 1) << 16);
            case UINT64 -> unsignedToDouble(bytes.getLong(index << 3));
            default -> longAt(index);
        };
    }

    /**
     * One element as a long; floating values are cut towards zero, UINT64 keeps its 64 bits (read
     * it with {@link Long#toUnsignedString(long)}), BOOL is 0 or 1.
     */
    public long longAt(int index) {
        return switch (datatype) {
            case INT64, UINT64 -> bytes.getLong(index << 3);
            case INT32 -> bytes.getInt(index << 2);
            case UINT32 -> Integer.toUnsignedLong(bytes.getInt(index << 2));
            case INT16 -> bytes.getShort(index << 1);
            case UINT16 -> Short.toUnsignedLong(bytes.getShort(index << 1));
            case INT8 -> bytes.get(index);
            case UINT8 -> Byte.toUnsignedLong(bytes.get(index));
            case BOOL -> bytes.get(index) == 0 ? 0 : 1;
            default -> (long) doubleAt(index);
        };
    }

    /** All elements as doubles, see {@link #doubleAt}; the array is the caller's own. */
    public double[] toDoubles() {
        double[] values = new double[size];
        switch (datatype) {
            case FP64 -> bytes.asDoubleBuffer().get(values);
            case FP32 -> {
                FloatBuffer floats = bytes.asFloatBuffer();
                float[] some = new float[Math.min(size, MOST_AT_ONCE)];
                for (int from = 0; from < size; from += some.length) {
                    int count = Math.min(some.length, size - from);
                    floats.get(some, 0, count); // quicker than one by one
                    for (int i = 0; i < count; i++) {
                        values[from + i] = some[i];
                    }
                }
            }
            default -> {
                for (int i = 0; i < size; i++) {
                    values[i] = doubleAt(i);
                }
            }
        }
        return values;
    }

    /** All elements as floats, rounded to the nearest; the array is the caller's own. */
    public float[] toFloats() {
        float[] values = new float[size];
        switch (datatype) {
            case FP32 -> bytes.asFloatBuffer().get(values);
            case FP64 -> {
                DoubleBuffer doubles = bytes.asDoubleBuffer();
                for (int i = 0; i < size; i++) {
                    values[i] = (float) doubles.get(i);
                }
            }
            default -> {
                for (int i = 0; i < size; i++) {
                    values[i] = floatAt(i);
                }
            }
        }
        return values;
    }

    /** All elements as longs, see {@link #longAt}; the array is the caller's own. */
    public long[] toLongs() {
        long[] values = new long[size];
        if (datatype.byteSize() == Long.BYTES && datatype.isInteger()) {
            bytes.asLongBuffer().get(values);
            return values;
        }
        for (int i = 0; i < size; i++) {
            values[i] = longAt(i);
        }
        return values;
    }

    private float floatAt(int index) {
        // A long goes to float in one rounding; by way of a double it would be rounded twice.
        return datatype.isInteger() && datatype != Datatype.UINT64
                ? (float) longAt(index)
                : (float) doubleAt(index);
    }

    private static double unsignedToDouble(long value) {
        if (value >= 0) {
            return value;
        }
        // Halve with the lost bit kept sticky, so that the one rounding is the right one.
        return ((value >>> 1) | (value & 1)) * 2.0;
    }

    private void require(Datatype wanted) {
        if (datatype != wanted) {
            throw new IllegalStateException("this is " + datatype + " memory, not " + wanted);
        }
    }

    private void requireWidth(int width) {
        if (datatype.byteSize() != width) {
            throw new IllegalStateException(
                    datatype
                            + " elements are "
                            + datatype.byteSize()
                            + " bytes wide, not "
                            + width);
        }
    }

    @Override
    public String toString() {
        return datatype + " x " + size;
    }
}
