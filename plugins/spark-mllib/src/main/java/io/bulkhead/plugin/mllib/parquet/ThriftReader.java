package io.bulkhead.plugin.mllib.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Thrift's compact protocol, in which Parquet describes files and pages. */
final class ThriftReader {
    private static final int DEEPEST = 16;
    private static final int MOST_DIGITS = 10;

    private final ByteBuffer bytes;

    /** Reads from the buffer's position on, and moves it. */
    ThriftReader(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    ThriftStruct readStruct() throws MalformedParquetException {
        return readStruct(0);
    }

    private ThriftStruct readStruct(int depth) throws MalformedParquetException {
        if (depth > DEEPEST) {
            throw new MalformedParquetException("its description is nested too deep");
        }
        Map<Integer, Object> fields = new HashMap<>();
        int field = 0;
        for (int head = readByte(); head != 0; head = readByte()) {
            int delta = (head >> 4) & 0xf;
            field = delta == 0 ? (int) unzigzag(readVarint()) : field + delta;
            fields.put(field, readValue(head & 0xf, false, depth));
        }
        return new ThriftStruct(fields);
    }

    private Object readValue(int type, boolean inList, int depth) throws MalformedParquetException {
        return switch (type) {
            case 1 -> !inList || readByte() == 1;
            case 2 -> inList && readByte() == 1;
            case 3 -> (long) readByte();
            case 4, 5, 6 -> unzigzag(readVarint());
            case 7 -> readDouble();
            case 8 -> readBinary();
            case 9, 10 -> readList(depth);
            case 12 -> readStruct(depth + 1);
            default -> throw new MalformedParquetException("its description has a type " + type);
        };
    }

    private List<Object> readList(int depth) throws MalformedParquetException {
        int head = readByte();
        int type = head & 0xf;
        long size = (head >> 4) & 0xf;
        if (size == 15) {
            size = readVarint();
        }
        requireRemaining(size); // each element has a byte at least
        List<Object> values = new ArrayList<>((int) size);
        for (int i = 0; i < size; i++) {
            values.add(readValue(type, true, depth + 1));
        }
        return values;
    }

    private byte[] readBinary() throws MalformedParquetException {
        long length = readVarint();
        requireRemaining(length);
        byte[] binary = new byte[(int) length];
        bytes.get(binary);
        return binary;
    }

    private double readDouble() throws MalformedParquetException {
        requireRemaining(Double.BYTES);
        double value = bytes.order(ByteOrder.LITTLE_ENDIAN).getDouble();
        return value;
    }

    private byte readByte() throws MalformedParquetException {
        requireRemaining(1);
        return bytes.get();
    }

    private long readVarint() throws MalformedParquetException {
        long value = 0;
        for (int digit = 0; digit < MOST_DIGITS; digit++) {
            byte part = readByte();
            value |= (long) (part & 0x7f) << (7 * digit);
            if (part >= 0) {
                return value;
            }
        }
        throw new MalformedParquetException("its description has a number that does not end");
    }

    private static long unzigzag(long value) {
        return (value >>> 1) ^ -(value & 1);
    }

    private void requireRemaining(long wanted) throws MalformedParquetException {
        if (wanted < 0 || wanted > bytes.remaining()) {
            throw new MalformedParquetException("its description ends too early");
        }
    }
}
