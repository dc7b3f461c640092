package io.bulkhead.codec.sharedmemory;

import io.bulkhead.api.inference.InferenceRequest;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Regions of shared memory, and the bytes in them. Thread-safe; nothing here blocks. Every method
 * throws {@link io.bulkhead.api.error.ServingException} for what a client can do wrong.
 */
public interface SharedMemory extends TensorSource {
    /** Where clients may share nothing. */
    SharedMemory OFF = new NoSharedMemory();

    /** Whether there may be regions at all. */
    boolean isOn();

    /** Makes a region known under its name, which must be free. */
    void register(SharedRegion region);

    /** Forgets this region; does nothing if there is none. Requests that use it may fail. */
    void unregister(String name);

    /** Forgets all regions. */
    void unregisterAll();

    /**
     * The regions that are known.
     *
     * @param name of the one that is asked for; empty for all
     */
    List<SharedRegion> regions(String name);

    /** Makes sure that there is such a place. */
    void require(TensorPlace place);

    /**
     * Where the outputs of this request are wanted.
     *
     * @throws io.bulkhead.api.error.ServingException if there is no such place
     */
    SharedOutputs outputs(InferenceRequest request);

    /** Puts all of these bytes at the beginning of the place. */
    void write(TensorPlace place, ByteBuffer bytes);
}
