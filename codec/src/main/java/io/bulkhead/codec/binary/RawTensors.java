package io.bulkhead.codec.binary;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.TensorData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.function.Function;

/**
 * The values of a tensor as bytes: numbers little-endian and without gaps, elements of BYTES each
 * behind its length in four bytes. Numbers are not copied: the tensor's memory is the message's,
 * and the message's is the tensor's. Thread-safe.
 *
 * <p>What does not fit is thrown as the exception that the caller makes of the problem.
 */
public final class RawTensors {
    /** The length of a missing element. */
    private static final int MISSING = -1;

    private final String noun;
    private final boolean missingElements;

    /**
     * @param noun what the wire calls such bytes, for error messages
     * @param missingElements whether elements of BYTES may be missing, as no public wire has it
     */
    public RawTensors(String noun, boolean missingElements) {
        this.noun = noun;
        this.missingElements = missingElements;
    }

    /**
     * @param elements as the tensor's shape has it
     * @param raw all of the tensor's bytes; not to be changed any more
     */
    public TensorData read(
            Datatype datatype,
            long elements,
            ByteBuffer raw,
            Function<String, ServingException> refusal) {
        return datatype.isFixedWidth()
                ? numbers(datatype, elements, raw, refusal)
                : strings(elements, raw, refusal);
    }

    private TensorData numbers(
            Datatype datatype,
            long elements,
            ByteBuffer raw,
            Function<String, ServingException> refusal) {
        // A product that does not fit into a long cannot be the size of any message either.
        long wanted =
                elements > Integer.MAX_VALUE ? Long.MAX_VALUE : elements * datatype.byteSize();
        if (wanted != raw.remaining()) {
            throw refusal.apply(
                    elements
                            + " values of "
                            + datatype
                            + " need "
                            + (wanted == Long.MAX_VALUE ? "more" : wanted)
                            + " bytes of "
                            + noun
                            + ", got "
                            + raw.remaining());
        }
        return NumericData.wrap(datatype, raw);
    }

    private TensorData strings(
            long elements, ByteBuffer raw, Function<String, ServingException> refusal) {
        int size = raw.remaining();
        if (elements > size / Integer.BYTES) {
            throw refusal.apply(
                    elements
                            + " elements need a length of 4 bytes each, got "
                            + size
                            + " bytes of "
                            + noun
                            + " in all");
        }
        int count = (int) elements;
        ByteBuffer source = littleEndian(raw);
        ByteBuffer bytes = ByteBuffer.allocate(size - count * Integer.BYTES);
        int[] offsets = new int[count + 1];
        BitSet missing = new BitSet(0);
        for (int i = 0; i < count; i++) {
            int length = length(i, source, refusal);
            if (length == MISSING) {
                missing.set(i);
            } else {
                bytes.put(source.slice(source.position(), length));
                source.position(source.position() + length);
            }
            offsets[i + 1] = bytes.position();
        }
        requireEnd(count, source, refusal);
        return BytesData.wrap(bytes.flip(), offsets, missing);
    }

    private static ByteBuffer littleEndian(ByteBuffer raw) {
        return raw.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** How many elements these bytes are, for a shape that leaves it open. */
    public int count(
            Datatype datatype, ByteBuffer raw, Function<String, ServingException> refusal) {
        if (!datatype.isFixedWidth()) {
            return countStrings(littleEndian(raw), refusal);
        }
        if (raw.remaining() % datatype.byteSize() != 0) {
            throw refusal.apply(
                    "values of "
                            + datatype
                            + " need a multiple of "
                            + datatype.byteSize()
                            + " bytes of "
                            + noun
                            + ", got "
                            + raw.remaining());
        }
        return raw.remaining() / datatype.byteSize();
    }

    private int countStrings(ByteBuffer source, Function<String, ServingException> refusal) {
        int count = 0;
        while (source.hasRemaining()) {
            int length = length(count++, source, refusal);
            source.position(source.position() + Math.max(0, length));
        }
        return count;
    }

    private int length(int index, ByteBuffer source, Function<String, ServingException> refusal) {
        int at = source.position();
        if (source.remaining() < Integer.BYTES) {
            throw refusal.apply(
                    element(index, at) + "its length needs 4 bytes, got " + source.remaining());
        }
        int length = source.getInt();
        if (length == MISSING && missingElements) {
            return MISSING;
        }
        if (length < 0 || length > source.remaining()) {
            throw refusal.apply(
                    element(index, at)
                            + "its length is "
                            + Integer.toUnsignedString(length)
                            + ", but only "
                            + source.remaining()
                            + " bytes follow");
        }
        return length;
    }

    private String element(int index, int at) {
        return "element " + index + " at byte " + at + " of the " + noun + ": ";
    }

    private void requireEnd(
            int count, ByteBuffer source, Function<String, ServingException> refusal) {
        if (source.hasRemaining()) {
            throw refusal.apply(
                    "its "
                            + count
                            + " elements end at byte "
                            + source.position()
                            + " of the "
                            + noun
                            + ", but "
                            + source.remaining()
                            + " bytes follow");
        }
    }

    /** The bytes of these values; those of numbers are the tensor's own. */
    public ByteBuffer write(TensorData data) {
        return data instanceof NumericData numbers ? numbers.bytes() : prefixed((BytesData) data);
    }

    /** How many bytes {@link #write} will give. */
    public static long byteCount(TensorData data) {
        return data instanceof BytesData strings
                ? strings.byteCount() + (long) strings.size() * Integer.BYTES
                : (long) data.size() * data.datatype().byteSize();
    }

    private ByteBuffer prefixed(BytesData strings) {
        ByteBuffer target =
                ByteBuffer.allocate(Math.toIntExact(byteCount(strings)))
                        .order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < strings.size(); i++) {
            if (missingElements && strings.isNull(i)) {
                target.putInt(MISSING);
            } else {
                target.putInt(strings.lengthAt(i)).put(strings.bufferAt(i));
            }
        }
        return target.flip();
    }
}
