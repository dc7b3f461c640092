package io.bulkhead.host.sharedmemory;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.codec.sharedmemory.SharedRegion;
import java.util.List;

/** Memory of graphics cards, as Triton answers where it was built without them. */
public final class CudaSharedMemory {
    private CudaSharedMemory() {}

    /** Why a region cannot be registered. */
    public static ServingException unsupported(String region) {
        return new ServingException(
                ErrorCode.INVALID_ARGUMENT,
                "failed to register CUDA shared memory region: '"
                        + region
                        + "', GPUs not supported");
    }

    /**
     * No regions.
     *
     * @param name of the one that is asked for, which is not there; empty for all
     */
    public static List<SharedRegion> regions(String name) {
        if (!name.isEmpty()) {
            throw new ServingException(
                    ErrorCode.NOT_FOUND,
                    "Unable to find cuda shared memory region: '" + name + "'");
        }
        return List.of();
    }
}
