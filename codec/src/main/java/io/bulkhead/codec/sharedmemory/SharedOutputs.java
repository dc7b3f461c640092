package io.bulkhead.codec.sharedmemory;

import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.tensor.Tensor;

/** The outputs of one request's answers that are wanted in shared memory instead of the answer. */
public interface SharedOutputs {
    /** All outputs in the answer. */
    SharedOutputs NONE =
            new SharedOutputs() {
                @Override
                public InferenceRequest hiddenIn(InferenceRequest request) {
                    return request;
                }

                @Override
                public void write(InferenceResponse response) {
                    // there is nothing to write
                }

                @Override
                public boolean hold(Tensor output) {
                    return false;
                }

                @Override
                public Parameters parameters(Tensor output) {
                    return output.parameters();
                }
            };

    /**
     * The places that a request names, output by output.
     *
     * @throws io.bulkhead.api.error.ServingException if there is no such place
     */
    static SharedOutputs named(InferenceRequest request, SharedMemory memory) {
        return NamedOutputs.of(request, memory);
    }

    /** The request as the model is to see it, whose business all this is not. */
    InferenceRequest hiddenIn(InferenceRequest request);

    /**
     * Puts those outputs of an answer where they are wanted, before the answer is written.
     *
     * @throws io.bulkhead.api.error.ServingException if one does not fit, or its place is not there
     *     any more
     */
    void write(InferenceResponse response);

    /** Whether this output of the answer that was put last lies in shared memory. */
    boolean hold(Tensor output);

    /** What the answer says of an output, and where it is. */
    Parameters parameters(Tensor output);
}
