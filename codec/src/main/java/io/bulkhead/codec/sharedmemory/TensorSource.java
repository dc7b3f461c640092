package io.bulkhead.codec.sharedmemory;

import java.nio.ByteBuffer;

/** Where the bytes of tensors are that are not in the message. */
@FunctionalInterface
public interface TensorSource {
    /**
     * The bytes at this place.
     *
     * @throws io.bulkhead.api.error.ServingException if there is no such place
     */
    ByteBuffer read(TensorPlace place);
}
