package io.bulkhead.codec.proto;

import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestedOutput;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.codec.sharedmemory.TensorPlace;
import io.bulkhead.codec.sharedmemory.TensorPlaces;
import io.bulkhead.protocol.ModelInferRequest;
import io.bulkhead.protocol.ModelInferRequest.InferInputTensor;
import io.bulkhead.protocol.ModelInferRequest.InferRequestedOutputTensor;
import java.util.Optional;

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
        return write(model, request, TensorPlaces.NONE);
    }

    /** The same, with those inputs elsewhere that find a place. */
    public ModelInferRequest write(ModelId model, InferenceRequest request, TensorPlaces places) {
        ModelInferRequest.Builder message =
                ModelInferRequest.newBuilder()
                        .setModelName(model.name())
                        .setModelVersion(model.version())
                        .setId(request.id());
        parameters.write(places.describedIn(request.parameters()), message::putParameters);
        for (Tensor input : request.inputs()) {
            Optional<TensorPlace> place = places.put(input);
            if (place.isPresent()) {
                message.addInputs(header(input, place.get().addTo(input.parameters())));
            } else {
                message.addInputs(header(input, input.parameters()))
                        .addRawInputContents(raw.write(input.data()));
            }
        }
        for (RequestedOutput output : request.outputs()) {
            message.addOutputs(requested(output));
        }
        return message.build();
    }

    private InferInputTensor.Builder header(Tensor input, Parameters ofInput) {
        InferInputTensor.Builder header =
                InferInputTensor.newBuilder()
                        .setName(input.name())
                        .setDatatype(input.datatype().name());
        for (int i = 0; i < input.shape().rank(); i++) {
            header.addShape(input.shape().dimension(i));
        }
        parameters.write(ofInput, header::putParameters);
        return header;
    }

    private InferRequestedOutputTensor.Builder requested(RequestedOutput output) {
        InferRequestedOutputTensor.Builder builder =
                InferRequestedOutputTensor.newBuilder().setName(output.name());
        parameters.write(output.parameters(), builder::putParameters);
        return builder;
    }
}
