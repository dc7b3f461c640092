package io.bulkhead.api.codec;

import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.pf4j.ExtensionPoint;

/**
 * Turns all inputs of a request into one value and back: a content type for whole requests. An
 * extension point, see {@link InputCodec}.
 *
 * @param <T> the value that a runtime works with
 */
public interface RequestCodec<T> extends ExtensionPoint {
    /** The name by which requests and settings ask for it. */
    String contentType();

    /** The type of the values. */
    Class<T> valueType();

    /**
     * @param request as it came over the wire
     * @param decodedInputs values of those inputs, by name, that had a content type of their own;
     *     they are not to be decoded again
     * @throws io.bulkhead.api.error.ServingException {@code INVALID_ARGUMENT} or {@code
     *     UNPROCESSABLE} if the inputs do not make up such a value
     */
    T decode(InferenceRequest request, Map<String, Object> decodedInputs);

    /** The outputs that stand for this value. */
    List<Tensor> encode(T value);
}
