package io.bulkhead.host.dataplane;

import io.bulkhead.api.route.RouteResponse;

/**
 * What a model's own endpoint answered, and the lease on the model. The wire closes it once the
 * answer is written or cannot be.
 */
public record RouteAnswer(RouteResponse response, InferenceAnswer.Lease lease)
        implements AutoCloseable {
    @Override
    public void close() {
        lease.close();
    }
}
