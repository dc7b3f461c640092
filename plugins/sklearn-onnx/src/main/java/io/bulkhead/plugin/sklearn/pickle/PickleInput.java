package io.bulkhead.plugin.sklearn.pickle;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of a pickle: counted, never more than allowed, and allocated only as they really come,
 * so that a length which the file merely claims costs nothing.
 */
final class PickleInput {
    private static final int BUFFER_BYTES = 64 << 10;
    private static final int FIRST_CHUNK_BYTES = 1 << 20;
    private static final int MAX_LINE_BYTES = 64 << 10;

    private final InputStream in;
    private final PickleLimits limits;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int end;
    private long consumed;

    PickleInput(InputStream in, PickleLimits limits) {
        this.in = in;
        this.limits = limits;
    }

    /** How many bytes have been taken so far: where in the file a fault is. */
    long offset() {
        return consumed - (end - position);
    }

    int readByte() throws IOException {
        if (position == end) {
            fill();
        }
        return buffer[position++] & 0xff;
    }

    int readUnsignedShort() throws IOException {
        return readByte() | readByte() << 8;
    }

    int readInt() throws IOException {
        return readUnsignedShort() | readUnsignedShort() << 16;
    }

    long readLong() throws IOException {
        return (readInt() & 0xffff_ffffL) | (long) readInt() << 32;
    }

    long readBigEndianLong() throws IOException {
        return Long.reverseBytes(readLong());
    }

    long readUnsignedInt() throws IOException {
        return readInt() & 0xffff_ffffL;
    }

    /** Text of the given length in UTF-8. */
    String readText(long length) throws IOException {
        return new String(readRawText(length), StandardCharsets.UTF_8);
    }

    /** Bytes that stand for one string, number or name. */
    byte[] readRawText(long length) throws IOException {
        if (length < 0 || length > limits.maxTextBytes()) {
            throw new PickleException(
                    "pickle holds a value of "
                            + Long.toUnsignedString(length)
                            + " bytes, more than the allowed "
                            + limits.maxTextBytes());
        }
        return readBytes(length);
    }

    /** A line without its end. */
    byte[] readLine() throws IOException {
        byte[] line = new byte[64];
        int length = 0;
        for (int next = readByte(); next != '\n'; next = readByte()) {
            if (length == MAX_LINE_BYTES) {
                throw new PickleException("pickle holds a line of more than 64 KiB");
            }
            if (length == line.length) {
                line = Arrays.copyOf(line, length * 2);
            }
            line[length++] = (byte) next;
        }
        return Arrays.copyOf(line, length);
    }

    byte[] readBytes(long length) throws IOException {
        if (length < 0 || length > limits.maxBytes() || length > Integer.MAX_VALUE - 8) {
            throw new PickleException(
                    "pickle claims a block of "
                            + Long.toUnsignedString(length)
                            + " bytes, more than can be read here");
        }
        byte[] bytes = new byte[(int) Math.min(length, FIRST_CHUNK_BYTES)];
        int filled = 0;
        while (filled < length) {
            if (filled == bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * bytes.length));
            }
            filled += copy(bytes, filled);
        }
        return bytes;
    }

    void skip(int length) throws IOException {
        for (int i = 0; i < length; i++) {
            readByte();
        }
    }

    private int copy(byte[] target, int offset) throws IOException {
        if (position == end) {
            fill();
        }
        int count = Math.min(end - position, target.length - offset);
        System.arraycopy(buffer, position, target, offset, count);
        position += count;
        return count;
    }

    private void fill() throws IOException {
        int count = in.read(buffer, 0, buffer.length);
        if (count <= 0) {
            throw new EOFException("file ends in the middle, after " + consumed + " bytes");
        }
        consumed += count;
        if (consumed > limits.maxBytes()) {
            throw new PickleException(
                    "file has more than the allowed "
                            + limits.maxBytes()
                            + " decompressed bytes; they are half of the heap (-Xmx)");
        }
        position = 0;
        end = count;
    }
}
