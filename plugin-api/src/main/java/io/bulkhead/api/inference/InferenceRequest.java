package io.bulkhead.api.inference;

import io.bulkhead.api.tensor.Tensor;
import java.util.List;

/**
 * What a client asks of a model, decoded from whatever wire it came over. Immutable; its tensors'
 * memory is valid until the answer is complete.
 *
 * @param id as the client gave it or the server made it; empty text if there is none
 * @param parameters of the request as a whole; to a model, {@link Parameters#HEADERS} in it are
 *     those of {@link RequestContext#headers}, several values of a name joined by commas
 * @param inputs in the order of the request, at least one
 * @param outputs the outputs wanted, in order; none means the model's default
 */
public record InferenceRequest(
        String id, Parameters parameters, List<Tensor> inputs, List<RequestedOutput> outputs) {
    /** Copies the lists. */
    public InferenceRequest {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** These inputs and nothing else. */
    public static InferenceRequest of(Tensor... inputs) {
        return new InferenceRequest("", Parameters.empty(), List.of(inputs), List.of());
    }

    /** The same request under another id. */
    public InferenceRequest withId(String newId) {
        return new InferenceRequest(newId, parameters, inputs, outputs);
    }

    /** The same request with other parameters. */
    public InferenceRequest withParameters(Parameters newParameters) {
        return new InferenceRequest(id, newParameters, inputs, outputs);
    }

    /** The same request with other inputs. */
    public InferenceRequest withInputs(List<Tensor> newInputs) {
        return new InferenceRequest(id, parameters, newInputs, outputs);
    }

    /** The same request asking for other outputs. */
    public InferenceRequest withOutputs(List<RequestedOutput> newOutputs) {
        return new InferenceRequest(id, parameters, inputs, newOutputs);
    }
}
