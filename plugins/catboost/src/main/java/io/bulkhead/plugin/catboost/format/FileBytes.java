package io.bulkhead.plugin.catboost.format;

import io.bulkhead.plugin.trees.MalformedModelException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes of a file, read one after the other; nothing is read that is not there. */
final class FileBytes {
    private static final int MAGIC_ALIGNMENT = 16;
    private static final int GUID_BYTES = 16;

    private final ByteBuffer bytes;

    FileBytes(byte[] content) {
        this(ByteBuffer.wrap(content));
    }

    /** What is left of a buffer. */
    FileBytes(ByteBuffer content) {
        this.bytes = content.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    boolean hasMore() {
        return bytes.hasRemaining();
    }

    void skip(int count) throws MalformedModelException {
        require(count);
        bytes.position(bytes.position() + count);
    }

    int intValue() throws MalformedModelException {
        require(Integer.BYTES);
        return bytes.getInt();
    }

    long unsigned() throws MalformedModelException {
        return Integer.toUnsignedLong(intValue());
    }

    long longValue() throws MalformedModelException {
        require(Long.BYTES);
        return bytes.getLong();
    }

    /** A number of bytes. */
    long size() throws MalformedModelException {
        long size = longValue();
        if (size < 0) {
            throw tooEarly();
        }
        return size;
    }

    boolean flag() throws MalformedModelException {
        require(1);
        return bytes.get() != 0;
    }

    /** One of so many things. */
    int intBelow(int count, String things) throws MalformedModelException {
        int value = intValue();
        if (value < 0 || value >= count) {
            throw new MalformedModelException("number " + value + " of " + count + " " + things);
        }
        return value;
    }

    /** As many as there can still be. */
    int countOf(long count, int sizeOfEach) throws MalformedModelException {
        if (count < 0 || count > bytes.remaining() / sizeOfEach) {
            throw tooEarly();
        }
        return (int) count;
    }

    /** So many numbers. */
    int[] ints(long count) throws MalformedModelException {
        int[] values = new int[countOf(count, Integer.BYTES)];
        bytes.asIntBuffer().get(values);
        skip(Integer.BYTES * values.length);
        return values;
    }

    /** Numbers behind their count, which may be a large one. */
    float[] floats() throws MalformedModelException {
        float[] values = new float[countOf(partSize(), Float.BYTES)];
        bytes.asFloatBuffer().get(values);
        skip(Float.BYTES * values.length);
        return values;
    }

    /** Text behind its length. */
    String text() throws MalformedModelException {
        byte[] text = new byte[countOf(unsigned(), 1)];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    /** Numbers behind their count, which nobody wants. */
    void skipInts() throws MalformedModelException {
        skip(Integer.BYTES * countOf(unsigned(), Integer.BYTES));
    }

    void skipGuid() throws MalformedModelException {
        skip(GUID_BYTES);
    }

    /** A name with a zero behind it, filled up to 16 bytes. */
    void expectMagic(String name) throws MalformedModelException {
        byte[] expected = name.getBytes(StandardCharsets.US_ASCII);
        byte[] found = new byte[expected.length];
        require(MAGIC_ALIGNMENT);
        bytes.get(found);
        if (!Arrays.equals(found, expected)) {
            throw new MalformedModelException("no '" + name + "' where one belongs");
        }
        skip(MAGIC_ALIGNMENT - found.length);
    }

    /** A table behind the number of its bytes. */
    FlatTable table() throws MalformedModelException {
        return FlatTable.root(slice(size()));
    }

    /** A part of the file: its length, which may be a large one, then its bytes. */
    ByteBuffer part() throws MalformedModelException {
        return slice(partSize());
    }

    long partSize() throws MalformedModelException {
        long size = unsigned();
        return size == 0xffff_ffffL ? size() : size;
    }

    private ByteBuffer slice(long length) throws MalformedModelException {
        if (length > bytes.remaining()) {
            throw new MalformedModelException(
                    "a part of " + length + " bytes where only " + bytes.remaining() + " are left");
        }
        ByteBuffer slice = bytes.slice().limit((int) length);
        bytes.position(bytes.position() + (int) length);
        return slice;
    }

    private void require(int count) throws MalformedModelException {
        if (count > bytes.remaining()) {
            throw tooEarly();
        }
    }

    private static MalformedModelException tooEarly() {
        return new MalformedModelException("the file ends too early");
    }
}
