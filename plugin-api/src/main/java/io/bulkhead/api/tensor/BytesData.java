package io.bulkhead.api.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Elements of any length in one buffer, element {@code i} from {@code offsets[i]} to {@code
 * offsets[i + 1]}. Text is UTF-8; whether the bytes are text is for the content type to say.
 *
 * <p>An element may be missing ({@code null} in JSON); it then has no bytes and {@link #isNull}
 * says so.
 */
public final class BytesData implements TensorData {
    private static final BitSet NO_NULLS = new BitSet(0);

    private final ByteBuffer bytes;
    private final int[] offsets;
    private final BitSet nulls;

    private BytesData(ByteBuffer bytes, int[] offsets, BitSet nulls) {
        this.bytes = bytes;
        this.offsets = offsets;
        this.nulls = nulls;
    }

    /**
     * Takes buffer and offsets as they are, without a copy. The caller must not change them any
     * more.
     *
     * @param bytes all elements, one behind the other
     * @param offsets one more than there are elements, ascending, the first 0
     * @throws IllegalArgumentException if the offsets leave the buffer
     */
    public static BytesData wrap(ByteBuffer bytes, int[] offsets) {
        return wrap(bytes, offsets, NO_NULLS);
    }

    /**
     * As {@link #wrap(ByteBuffer, int[])}, with missing elements.
     *
     * @param nulls the indices of missing elements
     */
    public static BytesData wrap(ByteBuffer bytes, int[] offsets, BitSet nulls) {
        if (offsets.length == 0
                || offsets[0] != 0
                || offsets[offsets.length - 1] > bytes.remaining()) {
            throw new IllegalArgumentException("offsets do not fit into the buffer");
        }
        for (int i = 1; i < offsets.length; i++) {
            if (offsets[i] < offsets[i - 1]) {
                throw new IllegalArgumentException("offsets must ascend");
            }
        }
        return new BytesData(bytes.slice().order(ByteOrder.LITTLE_ENDIAN), offsets, nulls);
    }

    /** Copies; a null in the list is a missing element. */
    public static BytesData ofStrings(List<? extends @Nullable String> values) {
        List<byte @Nullable []> encoded = new ArrayList<>(values.size());
        for (String value : values) {
            encoded.add(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
        }
        return ofBytes(encoded);
    }

    /** Copies; a null in the list is a missing element. */
    public static BytesData ofBytes(List<byte @Nullable []> values) {
        int[] offsets = new int[values.size() + 1];
        BitSet nulls = new BitSet();
        for (int i = 0; i < values.size(); i++) {
            byte[] value = values.get(i);
            if (value == null) {
                nulls.set(i);
            }
            offsets[i + 1] = Math.addExact(offsets[i], value == null ? 0 : value.length);
        }
        ByteBuffer bytes = ByteBuffer.allocate(offsets[values.size()]);
        for (byte[] value : values) {
            if (value != null) {
                bytes.put(value);
            }
        }
        return new BytesData(bytes.flip(), offsets, nulls);
    }

    @Override
    public Datatype datatype() {
        return Datatype.BYTES;
    }

    @Override
    public int size() {
        return offsets.length - 1;
    }

    /** Whether this element is missing. */
    public boolean isNull(int index) {
        return nulls.get(index);
    }

    /** Whether any element is missing. */
    public boolean hasNulls() {
        return !nulls.isEmpty();
    }

    /** The length of one element in bytes. */
    public int lengthAt(int index) {
        return offsets[index + 1] - offsets[index];
    }

    /** A hash of the bytes of one element: that of {@link Arrays#hashCode(byte[])}. */
    public int hashAt(int index) {
        int hash = 1;
        for (int at = offsets[index]; at < offsets[index + 1]; at++) {
            hash = 31 * hash + bytes.get(at);
        }
        return hash;
    }

    /** Whether the bytes of one element are these. */
    public boolean equalsAt(int index, byte[] others) {
        int from = offsets[index];
        boolean same = lengthAt(index) == others.length;
        for (int i = 0; same && i < others.length; i++) {
            same = bytes.get(from + i) == others[i];
        }
        return same;
    }

    /** One element: a read-only view of its bytes. */
    public ByteBuffer bufferAt(int index) {
        return bytes.slice(offsets[index], lengthAt(index)).asReadOnlyBuffer();
    }

    /** One element: a copy of its bytes. */
    public byte[] bytesAt(int index) {
        byte[] element = new byte[lengthAt(index)];
        bytes.get(offsets[index], element);
        return element;
    }

    /** One element as text; bytes that are no UTF-8 become U+FFFD. Empty for a missing element. */
    public String stringAt(int index) {
        if (bytes.hasArray()) {
            return new String(
                    bytes.array(),
                    bytes.arrayOffset() + offsets[index],
                    lengthAt(index),
                    StandardCharsets.UTF_8);
        }
        return new String(bytesAt(index), StandardCharsets.UTF_8);
    }

    /** All elements as text, see {@link #stringAt}; the list is the caller's own. */
    public List<String> toStrings() {
        List<String> values = new ArrayList<>(size());
        for (int i = 0; i < size(); i++) {
            values.add(stringAt(i));
        }
        return values;
    }

    /** The number of bytes of all elements together. */
    public int byteCount() {
        return offsets[offsets.length - 1];
    }

    @Override
    public String toString() {
        return "BYTES x " + size() + Arrays.toString(new int[] {byteCount()});
    }
}
