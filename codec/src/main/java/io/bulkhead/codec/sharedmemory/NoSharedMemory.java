package io.bulkhead.codec.sharedmemory;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import java.nio.ByteBuffer;
import java.util.List;

/** Shares nothing, and says how that can be changed. */
final class NoSharedMemory implements SharedMemory {
    private static ServingException off(String subject) {
        return new ServingException(
                ErrorCode.INVALID_ARGUMENT,
                subject
                        + "shared memory is switched off here; the server's setting"
                        + " 'system_shared_memory' switches it on");
    }

    @Override
    public boolean isOn() {
        return false;
    }

    @Override
    public void register(SharedRegion region) {
        throw off("");
    }

    @Override
    public void unregister(String name) {
        // there is none
    }

    @Override
    public void unregisterAll() {
        // there are none
    }

    @Override
    public List<SharedRegion> regions(String name) {
        throw off("");
    }

    @Override
    public void require(TensorPlace place) {
        throw off(place.tensor() + ": ");
    }

    @Override
    public ByteBuffer read(TensorPlace place) {
        throw off(place.tensor() + ": ");
    }

    @Override
    public SharedOutputs outputs(InferenceRequest request) {
        return SharedOutputs.named(request, this);
    }

    @Override
    public void write(TensorPlace place, ByteBuffer bytes) {
        throw off(place.tensor() + ": ");
    }
}
