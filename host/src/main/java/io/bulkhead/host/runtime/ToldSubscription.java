package io.bulkhead.host.runtime;

import java.util.concurrent.Flow;

/**
 * A subscription whose cancellation somebody is told of, once the source knows of it.
 *
 * @param cancelled run each time that the subscriber cancels
 */
public record ToldSubscription(Flow.Subscription source, Runnable cancelled)
        implements Flow.Subscription {
    @Override
    public void request(long count) {
        source.request(count);
    }

    @Override
    public void cancel() {
        source.cancel();
        cancelled.run();
    }
}
