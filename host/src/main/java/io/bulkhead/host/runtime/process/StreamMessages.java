package io.bulkhead.host.runtime.process;

import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.codec.proto.InferResponseReader;
import io.bulkhead.protocol.ModelInferRequest;
import io.bulkhead.protocol.ModelInferResponse;

/** The messages of one stream. */
public interface StreamMessages {
    /** Asks for the stream. */
    ModelInferRequest request();

    /** An answer; where it came from may be used again from now on. */
    InferenceResponse read(ModelInferResponse message);

    /**
     * There are no more.
     *
     * @param answered whether the other side itself has ended the stream
     */
    void end(boolean answered);

    /** Messages that hold all their tensors. */
    static StreamMessages inFull(ModelInferRequest request, InferResponseReader reader) {
        return new StreamMessages() {
            @Override
            public ModelInferRequest request() {
                return request;
            }

            @Override
            public InferenceResponse read(ModelInferResponse message) {
                return reader.read(message);
            }

            @Override
            public void end(boolean answered) {
                // there is nothing to give back
            }
        };
    }
}
