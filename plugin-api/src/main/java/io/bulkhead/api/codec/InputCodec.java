package io.bulkhead.api.codec;

import io.bulkhead.api.tensor.Tensor;
import org.pf4j.ExtensionPoint;

/**
 * Turns one tensor into a value and back: a content type for single inputs and outputs. An
 * extension point: a plugin's own codecs serve the models of that plugin, no others.
 *
 * <p>Stateless and safe for use by many threads.
 *
 * @param <T> the value that a runtime works with
 */
public interface InputCodec<T> extends ExtensionPoint {
    /** The name by which requests and settings ask for it. */
    String contentType();

    /** The type of the values; decides which codec encodes an output that nobody named one for. */
    Class<T> valueType();

    /**
     * @param input as it came over the wire, any shape
     * @throws io.bulkhead.api.error.ServingException with {@code UNPROCESSABLE} if the tensor holds
     *     no such values; the message names the input
     */
    T decode(Tensor input);

    /**
     * @param name of the output
     * @param value what {@link #decode} would give
     * @return a tensor whose parameters name this content type
     */
    Tensor encode(String name, T value);
}
