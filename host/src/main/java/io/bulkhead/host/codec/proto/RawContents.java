package io.bulkhead.host.codec.proto;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.TensorData;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;

/**
 * One entry of {@code raw_input_contents} or {@code raw_output_contents}. Numbers are not copied:
 * the tensor's memory is the message's, and the message's is the tensor's.
 */
final class RawContents {
    /** The length of a missing element, between a child and its parent only. */
    private static final int MISSING = -1;

    private final Dialect dialect;

    RawContents(Dialect dialect) {
        this.dialect = dialect;
    }

    /**
     * @param where which tensor, for the error message
     * @param elements as its shape has it
     */
    TensorData read(String where, Datatype datatype, long elements, ByteString raw) {
        return datatype.isFixedWidth()
                ? numbers(where, datatype, elements, raw)
                : strings(where, elements, raw);
    }

    private static TensorData numbers(
            String where, Datatype datatype, long elements, ByteString raw) {
        // A product that does not fit into a long cannot be the size of any message either.
        long wanted =
                elements > Integer.MAX_VALUE ? Long.MAX_VALUE : elements * datatype.byteSize();
        if (wanted != raw.size()) {
            throw ServingException.unprocessable(
                    where
                            + ": "
                            + elements
                            + " values of "
                            + datatype
                            + " need "
                            + (wanted == Long.MAX_VALUE ? "more" : wanted)
                            + " bytes of raw contents, got "
                            + raw.size());
        }
        return NumericData.wrap(datatype, raw.asReadOnlyByteBuffer());
    }

    private TensorData strings(String where, long elements, ByteString raw) {
        if (elements > raw.size() / Integer.BYTES) {
            throw ServingException.unprocessable(
                    where
                            + ": "
                            + elements
                            + " elements need a length of 4 bytes each, got "
                            + raw.size()
                            + " bytes of raw contents in all");
        }
        int count = (int) elements;
        ByteBuffer source = raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer bytes = ByteBuffer.allocate(raw.size() - count * Integer.BYTES);
        int[] offsets = new int[count + 1];
        BitSet missing = new BitSet();
        for (int i = 0; i < count; i++) {
            int length = length(where, i, source);
            if (length == MISSING) {
                missing.set(i);
            } else {
                bytes.put(source.slice(source.position(), length));
                source.position(source.position() + length);
            }
            offsets[i + 1] = bytes.position();
        }
        requireEnd(where, count, source);
        return BytesData.wrap(bytes.flip(), offsets, missing);
    }

    private int length(String where, int index, ByteBuffer source) {
        int at = source.position();
        if (source.remaining() < Integer.BYTES) {
            throw broken(where, index, at, "its length needs 4 bytes, got " + source.remaining());
        }
        int length = source.getInt();
        if (length == MISSING && dialect == Dialect.CHILD) {
            return MISSING;
        }
        if (length < 0 || length > source.remaining()) {
            throw broken(
                    where,
                    index,
                    at,
                    "its length is "
                            + Integer.toUnsignedString(length)
                            + ", but only "
                            + source.remaining()
                            + " bytes follow");
        }
        return length;
    }

    private static void requireEnd(String where, int count, ByteBuffer source) {
        if (source.hasRemaining()) {
            throw ServingException.unprocessable(
                    where
                            + ": its "
                            + count
                            + " elements end at byte "
                            + source.position()
                            + " of the raw contents, but "
                            + source.remaining()
                            + " bytes follow");
        }
    }

    private static ServingException broken(String where, int index, int at, String what) {
        return ServingException.unprocessable(
                where + ": element " + index + " at byte " + at + " of the raw contents: " + what);
    }

    ByteString write(TensorData data) {
        if (data instanceof NumericData numbers) {
            return UnsafeByteOperations.unsafeWrap(numbers.bytes());
        }
        return UnsafeByteOperations.unsafeWrap(prefixed((BytesData) data));
    }

    private ByteBuffer prefixed(BytesData strings) {
        int size = Math.addExact(strings.byteCount(), Math.multiplyExact(strings.size(), 4));
        ByteBuffer target = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < strings.size(); i++) {
            if (dialect == Dialect.CHILD && strings.isNull(i)) {
                target.putInt(MISSING);
            } else {
                target.putInt(strings.lengthAt(i)).put(strings.bufferAt(i));
            }
        }
        return target.flip();
    }
}
