package io.bulkhead.host.runtime.process.python;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.codec.json.InferenceRequestWriter;
import io.bulkhead.codec.json.InferenceResponseReader;
import java.nio.ByteBuffer;

/** The protocol's JSON, as it goes to an MLServer and comes back. */
final class TensorJson {
    private TensorJson() {}

    static ByteBuffer write(InferenceRequest request) {
        return InferenceRequestWriter.write(request).toByteBuffer();
    }

    /**
     * The answer in a body.
     *
     * @throws ServingException {@code INTERNAL} if it is none
     */
    static InferenceResponse read(byte[] body) {
        try {
            return InferenceResponseReader.read(body, body.length, body.length).response();
        } catch (ServingException e) {
            throw unreadable(e);
        }
    }

    /** What the model said is no answer, which is no fault of the client's. */
    static ServingException unreadable(ServingException e) {
        return new ServingException(
                ErrorCode.INTERNAL, "the model's answer cannot be read: " + e.reason(), e);
    }
}
