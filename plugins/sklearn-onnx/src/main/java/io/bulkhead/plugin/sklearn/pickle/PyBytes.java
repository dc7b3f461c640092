package io.bulkhead.plugin.sklearn.pickle;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Python {@code bytes} or {@code bytearray}. Takes the array over: nobody may change it after. */
public final class PyBytes {
    private final byte[] bytes;

    PyBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    static PyBytes latin1(String text) {
        return new PyBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public int length() {
        return bytes.length;
    }

    public ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PyBytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "bytes[" + bytes.length + "]";
    }
}
