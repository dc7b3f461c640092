package io.bulkhead.codec.json;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** JSON text under construction: bytes that grow. Not thread-safe. */
public final class JsonBuffer {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] REPLACEMENT = "\uFFFD".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NULL = ascii("null");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");

    private byte[] bytes;
    private int length;

    /**
     * @param capacity bytes before it has to grow
     */
    public JsonBuffer(int capacity) {
        this.bytes = new byte[capacity];
    }

    /** Text that is ASCII, for {@link #raw(byte[])}. */
    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The bytes written so far. */
    public int length() {
        return length;
    }

    /** The array that holds what is written, from its start; it is replaced as the text grows. */
    public byte[] array() {
        return bytes;
    }

    /** What is written, not copied. */
    public ByteBuffer toByteBuffer() {
        return ByteBuffer.wrap(bytes, 0, length);
    }

    /** Text that is JSON already. */
    public void raw(byte[] ascii) {
        makeRoom(ascii.length);
        System.arraycopy(ascii, 0, bytes, length, ascii.length);
        length += ascii.length;
    }

    /** One character of JSON itself. */
    public void raw(char ascii) {
        makeRoom(1);
        bytes[length++] = (byte) ascii;
    }

    void literal(boolean value) {
        raw(value ? TRUE : FALSE);
    }

    void nullLiteral() {
        raw(NULL);
    }

    void number(long value) {
        makeRoom(DecimalWriter.MAX_LONG_LENGTH);
        length = DecimalWriter.writeLong(value, bytes, length);
    }

    void number(double value) {
        makeRoom(DecimalWriter.MAX_DOUBLE_LENGTH);
        length = DecimalWriter.writeDouble(value, bytes, length);
    }

    /** Text in quotes. */
    public void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        text(utf8, utf8.length);
    }

    /** Text in quotes; what is no UTF-8 becomes U+FFFD, since an answer must not fail. */
    void text(byte[] utf8, int count) {
        raw('"');
        int from = 0;
        while (from < count) {
            int to = from;
            while (to < count && isPlain(utf8[to])) {
                to++;
            }
            copy(utf8, from, to - from);
            from = to < count ? special(utf8, to, count) : to;
        }
        raw('"');
    }

    private static boolean isPlain(byte b) {
        return b >= ' ' && b != '"' && b != '\\';
    }

    private int special(byte[] utf8, int at, int end) {
        byte b = utf8[at];
        if (b >= 0) {
            escape(b);
            return at + 1;
        }
        int sequence = Utf8.sequenceLength(utf8, at, end);
        if (sequence == 0) {
            raw(REPLACEMENT);
            return at + 1;
        }
        copy(utf8, at, sequence);
        return at + sequence;
    }

    private void escape(byte b) {
        raw('\\');
        switch (b) {
            case '"', '\\' -> raw((char) b);
            case '\n' -> raw('n');
            case '\r' -> raw('r');
            case '\t' -> raw('t');
            case '\b' -> raw('b');
            case '\f' -> raw('f');
            default -> {
                raw('u');
                raw('0');
                raw('0');
                raw((char) HEX[b >> 4]);
                raw((char) HEX[b & 0xf]);
            }
        }
    }

    private void copy(byte[] source, int from, int count) {
        makeRoom(count);
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    /** Bytes behind the text, whatever they are. */
    public void bytes(ByteBuffer source) {
        int count = source.remaining();
        makeRoom(count);
        source.get(bytes, length, count);
        length += count;
    }

    /** Makes sure that {@link #array} takes so many more bytes; see {@link #setLength}. */
    void makeRoom(int more) {
        int needed = length + more;
        if (needed > bytes.length || needed < 0) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, more), bytes.length * 2));
        }
    }

    /** Says up to where {@link #array} is filled, for those who write into it themselves. */
    void setLength(int newLength) {
        length = newLength;
    }

    /** What is written, as text. */
    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
