package io.bulkhead.codec.proto;

import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.RequestedOutput;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.protocol.ModelInferRequest;
import io.bulkhead.protocol.ModelInferRequest.InferInputTensor;
import io.bulkhead.protocol.ModelInferRequest.InferRequestedOutputTensor;

/**
 * Writes a request's message with raw contents, which are the tensors' own memory: it must stay as
 * it is until the message is sent. Thread-safe.
 */
public final class InferRequestWriter {
    private final ProtoParameters parameters;
    private final RawContents raw;

    /** For messages to this kind of peer. */
    public InferRequestWriter(Dialect dialect) {
        this.parameters = new ProtoParameters(dialect);
        this.raw = new RawContents(dialect);
    }

    /** The message that asks this model. */
    public ModelInferRequest write(ModelId model, InferenceRequest request) {
        ModelInferRequest.Builder message =
                ModelInferRequest.newBuilder()
                        .setModelName(model.name())
                        .setModelVersion(model.version())
                        .setId(request.id());
        parameters.write(request.parameters(), message::putParameters);
        for (Tensor input : request.inputs()) {
            message.addInputs(header(input)).addRawInputContents(raw.write(input.data()));
        }
        for (RequestedOutput output : request.outputs()) {
            message.addOutputs(requested(output));
        }
        return message.build();
    }

    private InferInputTensor.Builder header(Tensor input) {
        InferInputTensor.Builder header =
                InferInputTensor.newBuilder()
                        .setName(input.name())
                        .setDatatype(input.datatype().name());
        for (int i = 0; i < input.shape().rank(); i++) {
            header.addShape(input.shape().dimension(i));
        }
        parameters.write(input.parameters(), header::putParameters);
        return header;
    }

    private InferRequestedOutputTensor.Builder requested(RequestedOutput output) {
        InferRequestedOutputTensor.Builder builder =
                InferRequestedOutputTensor.newBuilder().setName(output.name());
        parameters.write(output.parameters(), builder::putParameters);
        return builder;
    }
}
