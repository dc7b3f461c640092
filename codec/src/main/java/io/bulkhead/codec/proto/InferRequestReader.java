package io.bulkhead.codec.proto;

import com.google.protobuf.ByteString;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.RequestedOutput;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.codec.proto.ProtoTensors.Header;
import io.bulkhead.codec.proto.ProtoTensors.RawQueue;
import io.bulkhead.codec.sharedmemory.SharedInputs;
import io.bulkhead.codec.sharedmemory.SharedMemory;
import io.bulkhead.codec.sharedmemory.TensorPlace;
import io.bulkhead.protocol.ModelInferRequest;
import io.bulkhead.protocol.ModelInferRequest.InferInputTensor;
import io.bulkhead.protocol.ModelInferRequest.InferRequestedOutputTensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a request's message. Raw contents are not copied, so the request lives as long as the
 * message does. Thread-safe.
 */
public final class InferRequestReader {
    private static final int MAX_TENSORS = 1_000;

    private final ProtoParameters parameters;
    private final ProtoTensors tensors;
    private final SharedMemory memory;

    /** For messages of this origin, which hold all their tensors. */
    public InferRequestReader(Dialect dialect) {
        this(dialect, SharedMemory.OFF);
    }

    /**
     * For messages of this origin.
     *
     * @param memory where tensors may be instead
     */
    public InferRequestReader(Dialect dialect, SharedMemory memory) {
        this.parameters = new ProtoParameters(dialect);
        this.tensors = new ProtoTensors(dialect);
        this.memory = memory;
    }

    /**
     * @throws ServingException {@code INVALID_ARGUMENT} or {@code UNPROCESSABLE}, naming the input,
     *     what was found and what is wanted
     */
    public InferenceRequest read(ModelInferRequest message) {
        requireCount("inputs", message.getInputsCount());
        requireCount("outputs", message.getOutputsCount());
        if (message.getInputsCount() == 0) {
            throw ServingException.invalidArgument("inputs: at least one is wanted, found none");
        }
        return new InferenceRequest(
                message.getId(),
                parameters.read(message.getParametersMap(), "request"),
                inputs(message),
                outputs(message));
    }

    private static void requireCount(String field, int count) {
        if (count > MAX_TENSORS) {
            throw ServingException.invalidArgument(
                    field + ": at most " + MAX_TENSORS + " are taken, found " + count);
        }
    }

    private List<Tensor> inputs(ModelInferRequest message) {
        RawQueue queue =
                new RawQueue(
                        "raw_input_contents", message.getRawInputContentsList(), takers(message));
        SharedInputs shared = new SharedInputs(memory);
        List<Tensor> inputs = new ArrayList<>(message.getInputsCount());
        for (int i = 0; i < message.getInputsCount(); i++) {
            inputs.add(input(i, message.getInputs(i), queue, shared));
        }
        queue.requireEmpty();
        return inputs;
    }

    private static int takers(ModelInferRequest message) {
        if (message.getRawInputContentsCount() == 0) {
            return 0;
        }
        int takers = 0;
        for (int i = 0; i < message.getInputsCount(); i++) {
            InferInputTensor input = message.getInputs(i);
            takers += isTyped(input) || isShared(input) ? 0 : 1;
        }
        return takers;
    }

    private static boolean isTyped(InferInputTensor input) {
        return input.hasContents() && ContentsField.anyFilled(input.getContents());
    }

    private static boolean isShared(InferInputTensor input) {
        return input.containsParameters(TensorPlace.REGION);
    }

    private Tensor input(int index, InferInputTensor input, RawQueue queue, SharedInputs shared) {
        String where =
                input.getName().isEmpty()
                        ? "inputs[" + index + "]"
                        : "input '" + input.getName() + "'";
        Header header =
                new Header(
                        where,
                        input.getName(),
                        ProtoTensors.datatype(where, input.getDatatype()),
                        ProtoTensors.shape(where, input.getShapeCount(), input::getShape),
                        parameters.read(input.getParametersMap(), where));
        if (isShared(input)) {
            return shared(header, input, shared);
        }
        if (queue.isEmpty() || isTyped(input)) {
            return ProtoTensors.fromTyped(header, input.getContents());
        }
        ByteString bytes = queue.take(header);
        return tensors.fromRaw(header, bytes == null ? ByteString.EMPTY : bytes);
    }

    private Tensor shared(Header header, InferInputTensor input, SharedInputs shared) {
        if (isTyped(input)) {
            throw ServingException.unprocessable(
                    header.where() + ": there must not be both contents and " + TensorPlace.REGION);
        }
        return tensors.fromShared(
                header, shared.read(TensorPlace.of(header.where(), header.parameters())));
    }

    private List<RequestedOutput> outputs(ModelInferRequest message) {
        if (message.getOutputsCount() == 0) {
            return List.of();
        }
        List<RequestedOutput> outputs = new ArrayList<>(message.getOutputsCount());
        for (InferRequestedOutputTensor output : message.getOutputsList()) {
            String where = "requested output '" + output.getName() + "'";
            outputs.add(
                    new RequestedOutput(
                            output.getName(), parameters.read(output.getParametersMap(), where)));
        }
        return outputs;
    }
}
