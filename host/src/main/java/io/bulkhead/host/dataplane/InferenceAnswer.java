package io.bulkhead.host.dataplane;

import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.metadata.ModelId;

/**
 * An answer and the lease on the model that gave it. The wire that asked closes it once the answer
 * is written (or cannot be); until then the model is not closed.
 *
 * @param model who answered; its version is empty for a model without versions
 * @param id of the request
 * @param lease given back by {@link #close}
 */
public record InferenceAnswer(ModelId model, String id, InferenceResponse response, Lease lease)
        implements AutoCloseable {

    /** A hold on a loaded model; closing twice does nothing. */
    @FunctionalInterface
    public interface Lease extends AutoCloseable {
        @Override
        void close();
    }

    @Override
    public void close() {
        lease.close();
    }
}
