package io.bulkhead.host.codec.content;

import io.bulkhead.api.inference.InferenceRequest;
import java.util.Map;

/** The decoding half of a content type for whole requests. */
@FunctionalInterface
interface RequestDecoder {
    /**
     * @param decodedInputs values of the inputs that had a content type of their own, by name
     */
    Object decode(InferenceRequest request, Map<String, Object> decodedInputs);
}
