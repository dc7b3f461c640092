package io.bulkhead.codec.proto;

import com.google.protobuf.ByteString;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.codec.proto.ProtoTensors.Header;
import io.bulkhead.codec.proto.ProtoTensors.RawQueue;
import io.bulkhead.codec.sharedmemory.SharedMemory;
import io.bulkhead.codec.sharedmemory.TensorPlace;
import io.bulkhead.codec.sharedmemory.TensorSource;
import io.bulkhead.protocol.ModelInferResponse;
import io.bulkhead.protocol.ModelInferResponse.InferOutputTensor;
import java.util.ArrayList;
import java.util.List;

/** Reads an answer's message; raw contents are not copied. Thread-safe. */
public final class InferResponseReader {
    private final ProtoParameters parameters;
    private final ProtoTensors tensors;

    /** For messages of this origin. */
    public InferResponseReader(Dialect dialect) {
        this.parameters = new ProtoParameters(dialect);
        this.tensors = new ProtoTensors(dialect);
    }

    /**
     * A message that holds all its tensors.
     *
     * @throws io.bulkhead.api.error.ServingException if the message contradicts itself
     */
    public InferenceResponse read(ModelInferResponse message) {
        return read(message, SharedMemory.OFF);
    }

    /**
     * A message some of whose tensors may be elsewhere.
     *
     * @throws io.bulkhead.api.error.ServingException if the message contradicts itself, or names a
     *     place that is not there
     */
    public InferenceResponse read(ModelInferResponse message, TensorSource elsewhere) {
        List<ByteString> raw = message.getRawOutputContentsList();
        RawQueue queue = new RawQueue("raw_output_contents", raw, message.getOutputsCount());
        List<Tensor> outputs = new ArrayList<>(message.getOutputsCount());
        for (InferOutputTensor output : message.getOutputsList()) {
            outputs.add(output(output, queue, elsewhere));
        }
        queue.requireEmpty();
        return new InferenceResponse(
                outputs, parameters.read(message.getParametersMap(), "response"));
    }

    private Tensor output(InferOutputTensor output, RawQueue queue, TensorSource elsewhere) {
        String where = "output '" + output.getName() + "'";
        Header header =
                new Header(
                        where,
                        output.getName(),
                        ProtoTensors.datatype(where, output.getDatatype()),
                        ProtoTensors.shape(where, output.getShapeCount(), output::getShape),
                        parameters.read(output.getParametersMap(), where));
        if (elsewhere != SharedMemory.OFF && TensorPlace.isIn(header.parameters())) {
            return shared(header, queue, elsewhere);
        }
        if (queue.isEmpty()) {
            return ProtoTensors.fromTyped(header, output.getContents());
        }
        ByteString bytes = queue.take(header);
        return tensors.fromRaw(header, bytes == null ? ByteString.EMPTY : bytes);
    }

    private Tensor shared(Header header, RawQueue queue, TensorSource elsewhere) {
        if (!queue.isEmpty()) {
            queue.take(header); // one entry for each output, this one is empty
        }
        TensorPlace place = TensorPlace.of(header.where(), header.parameters());
        return tensors.fromShared(header, elsewhere.read(place));
    }
}
