package io.bulkhead.codec.sharedmemory;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.Parameters;

/**
 * Where the bytes of one tensor lie, as its parameters say.
 *
 * @param tensor which one, for error messages: {@code input 'x'}
 * @param offset in the region
 */
public record TensorPlace(String tensor, String region, long offset, long byteSize) {
    /** The parameter that names the region, and so the one that says that there is a place. */
    public static final String REGION = "shared_memory_region";

    private static final String OFFSET = "shared_memory_offset";
    private static final String BYTE_SIZE = "shared_memory_byte_size";

    /** Whether these are the parameters of a tensor in shared memory. */
    public static boolean isIn(Parameters parameters) {
        return parameters.asMap().containsKey(REGION);
    }

    /**
     * @throws ServingException {@code INVALID_ARGUMENT} if the parameters tell no place
     */
    public static TensorPlace of(String tensor, Parameters parameters) {
        if (!(parameters.asMap().get(REGION) instanceof String region)) {
            throw ServingException.invalidArgument(
                    tensor + ": parameter '" + REGION + "' must be the name of a region");
        }
        return new TensorPlace(
                tensor,
                region,
                parameters.asMap().containsKey(OFFSET) ? number(tensor, parameters, OFFSET) : 0,
                number(tensor, parameters, BYTE_SIZE));
    }

    private static long number(String tensor, Parameters parameters, String name) {
        if (parameters.asMap().get(name) instanceof Long number && number >= 0) {
            return number;
        }
        throw ServingException.invalidArgument(
                tensor
                        + ": parameter '"
                        + name
                        + "' must be a number of bytes, 0 or more, beside '"
                        + REGION
                        + "'");
    }

    /** The parameters without those that tell a place. */
    public static Parameters without(Parameters parameters) {
        return parameters.without(REGION).without(OFFSET).without(BYTE_SIZE);
    }

    /** The parameters with this place. */
    public Parameters addTo(Parameters parameters) {
        return parameters.with(REGION, region).with(OFFSET, offset).with(BYTE_SIZE, byteSize);
    }

    /** The same place, of which so many bytes are used. */
    TensorPlace holding(long bytes) {
        return new TensorPlace(tensor, region, offset, bytes);
    }

    /** What to tell a client whose tensor cannot be there. */
    public ServingException refused(String problem) {
        return ServingException.invalidArgument(
                tensor + ": shared memory region '" + region + "' " + problem);
    }
}
