package io.bulkhead.codec.proto;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.TensorData;
import io.bulkhead.codec.binary.RawTensors;

/** One entry of {@code raw_input_contents} or {@code raw_output_contents}. */
final class RawContents {
    private final RawTensors tensors;

    RawContents(Dialect dialect) {
        this.tensors = new RawTensors("raw contents", dialect == Dialect.CHILD);
    }

    /**
     * @param where which tensor, for the error message
     * @param elements as its shape has it
     */
    TensorData read(String where, Datatype datatype, long elements, ByteString raw) {
        return tensors.read(
                datatype,
                elements,
                raw.asReadOnlyByteBuffer(),
                problem -> ServingException.unprocessable(where + ": " + problem));
    }

    ByteString write(TensorData data) {
        return UnsafeByteOperations.unsafeWrap(tensors.write(data));
    }
}
