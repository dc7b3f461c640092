package io.bulkhead.codec.sharedmemory;

import java.nio.ByteBuffer;

/** Takes the tensors of one request out of shared memory, as much as a request may bring. */
public final class SharedInputs {
    /** What a request may bring. */
    public static final long MOST_BYTES = 1L << 30;

    private final TensorSource memory;
    private long left = MOST_BYTES;

    /** For one request. */
    public SharedInputs(TensorSource memory) {
        this.memory = memory;
    }

    /**
     * @throws io.bulkhead.api.error.ServingException if there is no such place, or the request
     *     brings too much
     */
    public ByteBuffer read(TensorPlace place) {
        if (place.byteSize() > left) {
            throw place.refused(
                    "is to give "
                            + place.byteSize()
                            + " bytes, but a request may bring at most "
                            + MOST_BYTES
                            + " in all");
        }
        left -= place.byteSize();
        return memory.read(place);
    }
}
