package io.bulkhead.codec.proto;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.TensorData;
import io.bulkhead.protocol.InferTensorContents;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Optional;

/** A tensor's values in the typed fields of {@link InferTensorContents}. */
final class TypedContents {
    private TypedContents() {}

    /**
     * @param where which tensor, for the error message
     * @param elements as its shape has it
     */
    static TensorData read(
            String where, Datatype datatype, long elements, InferTensorContents contents) {
        ContentsField own = ContentsField.of(datatype).orElseThrow(() -> rawOnly(where, datatype));
        ContentsField field = filled(where, own, contents);
        int count = field.size(contents);
        if (count != elements) {
            throw ServingException.unprocessable(
                    where + ": its shape needs " + elements + " values, got " + count);
        }
        if (field == own) {
            return datatype == Datatype.BYTES
                    ? strings(contents)
                    : numbers(where, datatype, count, contents);
        }
        if (own == ContentsField.BYTES_CONTENTS || field == ContentsField.BYTES_CONTENTS) {
            throw ServingException.unprocessable(
                    where + ": " + datatype + " values must be in " + own + ", found " + field);
        }
        return ConvertedContents.read(where, datatype, field, contents);
    }

    /** The one field with values: the datatype's own, or another, which MLServer takes as well. */
    private static ContentsField filled(
            String where, ContentsField own, InferTensorContents contents) {
        Optional<ContentsField> other = own.otherFilled(contents);
        if (other.isEmpty()) {
            return own;
        }
        ContentsField field = other.get();
        Optional<ContentsField> second =
                own.size(contents) > 0 ? Optional.of(own) : field.otherFilled(contents);
        if (second.isPresent()) {
            throw ServingException.unprocessable(
                    where
                            + ": values must be in one field of contents, found both "
                            + second.get()
                            + " and "
                            + field);
        }
        return field;
    }

    private static ServingException rawOnly(String where, Datatype datatype) {
        return ServingException.unprocessable(
                where
                        + ": contents have no field for "
                        + datatype
                        + "; raw_input_contents are wanted");
    }

    private static TensorData strings(InferTensorContents contents) {
        int count = contents.getBytesContentsCount();
        int[] offsets = new int[count + 1];
        for (int i = 0; i < count; i++) {
            offsets[i + 1] = Math.addExact(offsets[i], contents.getBytesContents(i).size());
        }
        ByteBuffer bytes = ByteBuffer.allocate(offsets[count]);
        for (int i = 0; i < count; i++) {
            contents.getBytesContents(i).copyTo(bytes);
        }
        return BytesData.wrap(bytes.flip(), offsets);
    }

    private static TensorData numbers(
            String where, Datatype datatype, int count, InferTensorContents contents) {
        ByteBuffer target = NumericData.allocate(datatype, count);
        switch (datatype) {
            case FP32 -> {
                for (int i = 0; i < count; i++) {
                    target.putFloat(i << 2, contents.getFp32Contents(i));
                }
            }
            case FP64 -> {
                for (int i = 0; i < count; i++) {
                    target.putDouble(i << 3, contents.getFp64Contents(i));
                }
            }
            case INT32 -> {
                for (int i = 0; i < count; i++) {
                    target.putInt(i << 2, contents.getIntContents(i));
                }
            }
            case UINT32 -> {
                for (int i = 0; i < count; i++) {
                    target.putInt(i << 2, contents.getUintContents(i));
                }
            }
            case INT64 -> {
                for (int i = 0; i < count; i++) {
                    target.putLong(i << 3, contents.getInt64Contents(i));
                }
            }
            case UINT64 -> {
                for (int i = 0; i < count; i++) {
                    target.putLong(i << 3, contents.getUint64Contents(i));
                }
            }
            case BOOL -> {
                for (int i = 0; i < count; i++) {
                    target.put(i, (byte) (contents.getBoolContents(i) ? 1 : 0));
                }
            }
            default -> {
                // The narrow integers, whose field is wider than they are.
                ContentsField field = ContentsField.of(datatype).orElseThrow();
                return ConvertedContents.read(where, datatype, field, contents);
            }
        }
        return NumericData.wrap(datatype, target);
    }

    /**
     * @param where which tensor, for the error message
     */
    static InferTensorContents write(String where, TensorData data) {
        InferTensorContents.Builder target = InferTensorContents.newBuilder();
        if (data instanceof NumericData numbers) {
            writeNumbers(where, numbers, target);
        } else {
            BytesData strings = (BytesData) data;
            for (int i = 0; i < strings.size(); i++) {
                target.addBytesContents(UnsafeByteOperations.unsafeWrap(strings.bufferAt(i)));
            }
        }
        return target.build();
    }

    /** All elements behind each other as one, as MLServer answers numpy's byte strings. */
    static InferTensorContents writeGlued(BytesData strings) {
        byte[] all = new byte[strings.byteCount()];
        ByteBuffer target = ByteBuffer.wrap(all);
        for (int i = 0; i < strings.size(); i++) {
            target.put(strings.bufferAt(i));
        }
        ByteString glued = UnsafeByteOperations.unsafeWrap(all);
        return InferTensorContents.newBuilder().addBytesContents(glued).build();
    }

    private static void writeNumbers(
            String where, NumericData numbers, InferTensorContents.Builder target) {
        int count = numbers.size();
        switch (numbers.datatype()) {
            case FP32 -> {
                FloatBuffer floats = numbers.floats();
                for (int i = 0; i < count; i++) {
                    target.addFp32Contents(floats.get(i));
                }
            }
            case FP64 -> {
                for (int i = 0; i < count; i++) {
                    target.addFp64Contents(numbers.doubleAt(i));
                }
            }
            case INT8, INT16, INT32 -> {
                for (int i = 0; i < count; i++) {
                    target.addIntContents((int) numbers.longAt(i));
                }
            }
            case UINT8, UINT16, UINT32 -> {
                for (int i = 0; i < count; i++) {
                    target.addUintContents((int) numbers.longAt(i));
                }
            }
            case INT64 -> {
                for (int i = 0; i < count; i++) {
                    target.addInt64Contents(numbers.longAt(i));
                }
            }
            case UINT64 -> {
                for (int i = 0; i < count; i++) {
                    target.addUint64Contents(numbers.longAt(i));
                }
            }
            case BOOL -> {
                for (int i = 0; i < count; i++) {
                    target.addBoolContents(numbers.longAt(i) != 0);
                }
            }
            case FP16, BF16 ->
                    throw ServingException.invalidArgument(
                            where
                                    + ": contents have no field for "
                                    + numbers.datatype()
                                    + "; ask with raw_input_contents to get raw_output_contents");
            case BYTES -> throw new IllegalStateException("BYTES are no numbers");
        }
    }
}
