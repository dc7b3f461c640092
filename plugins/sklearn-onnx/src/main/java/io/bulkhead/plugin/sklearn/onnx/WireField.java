package io.bulkhead.plugin.sklearn.onnx;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A field of a protobuf message, where it lies.
 *
 * @param start where its tag begins
 * @param from where its contents begin
 * @param to where they end
 */
record WireField(int number, int type, int start, int from, int to) {
    /** The wire type of texts, bytes and messages. */
    static final int BYTES = 2;

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int FIXED_32 = 5;

    /**
     * The fields of the message that lies there.
     *
     * @throws IllegalArgumentException if it is none
     */
    static List<WireField> list(byte[] bytes, int begin, int end) {
        List<WireField> fields = new ArrayList<>();
        int at = begin;
        while (at < end) {
            int start = at;
            long tag = varint(bytes, at, end);
            at = behind(bytes, at, end);
            int type = (int) tag & 7;
            long length =
                    switch (type) {
                        case VARINT -> behind(bytes, at, end) - at;
                        case FIXED_64 -> Long.BYTES;
                        case FIXED_32 -> Integer.BYTES;
                        case BYTES -> varint(bytes, at, end);
                        default -> throw new IllegalArgumentException("wire type " + type);
                    };
            at = type == BYTES ? behind(bytes, at, end) : at;
            if (length < 0 || length > end - at) {
                throw new IllegalArgumentException("a field is cut off");
            }
            fields.add(new WireField((int) (tag >>> 3), type, start, at, at + (int) length));
            at += (int) length;
        }
        return fields;
    }

    private static long varint(byte[] bytes, int at, int end) {
        long value = 0;
        int last = behind(bytes, at, end);
        for (int i = at; i < last; i++) {
            value |= (bytes[i] & 0x7fL) << (7 * (i - at));
        }
        return value;
    }

    private static int behind(byte[] bytes, int at, int end) {
        for (int i = at; i < Math.min(end, at + 10); i++) {
            if (bytes[i] >= 0) {
                return i + 1;
            }
        }
        throw new IllegalArgumentException("a number is cut off");
    }

    List<WireField> fields(byte[] bytes) {
        return type == BYTES ? list(bytes, from, to) : List.of();
    }

    String text(byte[] bytes) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    byte[] whole(byte[] bytes) {
        byte[] whole = new byte[to - start];
        System.arraycopy(bytes, start, whole, 0, whole.length);
        return whole;
    }
}
