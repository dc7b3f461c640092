package io.bulkhead.codec.json;

import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.HalfFloat;
import io.bulkhead.api.tensor.NumericData;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Reads numbers straight into the memory of a tensor. What JSON offers for a datatype is taken as
 * MLServer takes it (true is 1, text that is a number is that number, null is NaN), but for what
 * would change a value without a word: fractions and too large numbers in an integer.
 */
final class NumericLists extends NestedLists {
    private static final VarHandle FLOATS = littleEndian(float[].class);
    private static final VarHandle DOUBLES = littleEndian(double[].class);
    private static final VarHandle SHORTS = littleEndian(short[].class);
    private static final VarHandle INTS = littleEndian(int[].class);
    private static final VarHandle LONGS = littleEndian(long[].class);

    private final Datatype datatype;
    private final int width;
    private final NumberScanner numbers;
    private final DecimalRun run;
    private byte[] memory;
    private int used;

    private NumericLists(JsonCursor cursor, Datatype datatype, int capacity) {
        super(cursor);
        this.datatype = datatype;
        this.width = datatype.byteSize();
        this.numbers = new NumberScanner(cursor);
        this.run = new DecimalRun(cursor);
        this.memory = new byte[Math.multiplyExact(width, capacity)];
    }

    private static VarHandle littleEndian(Class<?> arrayOf) {
        return MethodHandles.byteArrayViewVarHandle(arrayOf, ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * @param capacity elements that there is room for at first
     */
    static NumericData read(JsonCursor cursor, Datatype datatype, int capacity) {
        NumericLists lists = new NumericLists(cursor, datatype, capacity);
        lists.read();
        return NumericData.wrap(datatype, ByteBuffer.wrap(lists.memory, 0, lists.used));
    }

    @Override
    int readRun() {
        return switch (datatype) {
            case FP32 -> readFloats();
            case FP64 -> readDoubles();
            default -> readOthers();
        };
    }

    @Override
    void readElement() {
        switch (datatype) {
            case FP32 -> putFloat((float) readDouble());
            case FP64 -> putDouble(readDouble());
            default -> readOther();
        }
    }

    private int readFloats() {
        int begin = used;
        do {
            used = run.readFloats(memory, used);
            putFloat((float) readDouble());
        } while (cursor().nextElement());
        return (used - begin) / Float.BYTES;
    }

    private int readDoubles() {
        int begin = used;
        do {
            used = run.readDoubles(memory, used);
            putDouble(readDouble());
        } while (cursor().nextElement());
        return (used - begin) / Double.BYTES;
    }

    private int readOthers() {
        int count = 0;
        do {
            readOther();
            count++;
        } while (cursor().nextElement());
        return count;
    }

    private void readOther() {
        switch (datatype) {
            case BOOL -> putInteger(readFlag() ? 1 : 0);
            case FP16 -> putInteger(readHalf());
            case BF16 -> putInteger(readBfloat());
            case UINT64 -> putInteger(readUnsignedLong());
            default -> putInteger(readInteger());
        }
    }

    // Room first, memory second: making room replaces the memory.
    private void putFloat(float value) {
        int offset = room();
        FLOATS.set(memory, offset, value);
    }

    private void putDouble(double value) {
        int offset = room();
        DOUBLES.set(memory, offset, value);
    }

    /** The offset of the next element; makes room for it. */
    private int room() {
        int offset = used;
        if (offset == memory.length) {
            int doubled = Math.max(width * 16, Math.addExact(offset, offset));
            memory = Arrays.copyOf(memory, doubled);
        }
        used = offset + width;
        return offset;
    }

    private void putInteger(long value) {
        int offset = room();
        switch (width) {
            case 1 -> memory[offset] = (byte) value;
            case 2 -> SHORTS.set(memory, offset, (short) value);
            case 4 -> INTS.set(memory, offset, (int) value);
            default -> LONGS.set(memory, offset, value);
        }
    }

    private double readDouble() {
        int token = cursor().peek();
        return switch (token) {
            case 'n' -> {
                cursor().readNull();
                yield Double.NaN;
            }
            case 't', 'f' -> cursor().readBoolean() ? 1 : 0;
            case '"' -> quotedNumber().toDouble();
            case '[', '{' -> throw notANumber();
            default -> {
                numbers.scan();
                yield numbers.toDouble();
            }
        };
    }

    private short readHalf() {
        cursor().peek();
        int start = cursor().position();
        double value = readDouble();
        short half = HalfFloat.fromFloat((float) value);
        if (Double.isFinite(value) && Float.isInfinite(HalfFloat.toFloat(half))) {
            throw cursor().fail(start, value + " does not fit into FP16");
        }
        return half;
    }

    private short readBfloat() {
        cursor().peek();
        int start = cursor().position();
        double value = readDouble();
        short half = HalfFloat.bfloat16FromFloat((float) value);
        if (Double.isFinite(value) && Float.isInfinite(Float.intBitsToFloat(half << 16))) {
            throw cursor().fail(start, value + " does not fit into BF16");
        }
        return half;
    }

    private boolean readFlag() {
        int token = cursor().peek();
        if (token == 't' || token == 'f') {
            return cursor().readBoolean();
        }
        if (token != '-' && (token < '0' || token > '9')) {
            throw cursor().fail(
                            cursor().position(),
                            "true or false is wanted, found " + cursor().found());
        }
        numbers.scan();
        return !numbers.isZero() && numbers.toDouble() != 0;
    }

    private long readInteger() {
        int token = cursor().peek();
        int start = cursor().position();
        long value =
                switch (token) {
                    case 't', 'f' -> cursor().readBoolean() ? 1 : 0;
                    case '"' -> quotedNumber().toLong();
                    case 'n', '[', '{' -> throw notANumber();
                    default -> {
                        numbers.scan();
                        yield numbers.toLong();
                    }
                };
        if (!fits(value)) {
            throw cursor().fail(start, value + " does not fit into " + datatype);
        }
        return value;
    }

    private long readUnsignedLong() {
        int token = cursor().peek();
        return switch (token) {
            case 't', 'f' -> cursor().readBoolean() ? 1 : 0;
            case '"' -> quotedNumber().toUnsignedLong();
            case 'n', '[', '{' -> throw notANumber();
            default -> {
                numbers.scan();
                yield numbers.toUnsignedLong();
            }
        };
    }

    private boolean fits(long value) {
        if (width == Long.BYTES) {
            return true;
        }
        int bits = width * Byte.SIZE;
        return datatype.isUnsigned() ? value >>> bits == 0 : value << -bits >> -bits == value;
    }

    private QuotedNumber quotedNumber() {
        int start = cursor().position();
        return new QuotedNumber(cursor(), start, cursor().readString());
    }

    private RuntimeException notANumber() {
        return cursor().fail(cursor().position(), "a number is wanted, found " + cursor().found());
    }
}
