package io.bulkhead.host.dataplane;

import io.bulkhead.api.error.ServingException;
import java.util.concurrent.Flow;

/** A stream that ends before it begins. */
final class FailedStream implements Flow.Subscription {
    private FailedStream() {}

    static void to(Flow.Subscriber<?> subscriber, ServingException failure) {
        subscriber.onSubscribe(new FailedStream());
        subscriber.onError(failure);
    }

    @Override
    public void request(long count) {}

    @Override
    public void cancel() {}
}
