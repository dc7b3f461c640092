package io.bulkhead.host.runtime;

import java.util.concurrent.Flow;

/** The subscription of a stream that ended before it began. */
public final class EndedStream implements Flow.Subscription {
    EndedStream() {}

    /** Subscribes this and ends with the failure at once. */
    public static void fail(Flow.Subscriber<?> subscriber, Throwable failure) {
        subscriber.onSubscribe(new EndedStream());
        subscriber.onError(failure);
    }

    @Override
    public void request(long count) {}

    @Override
    public void cancel() {}
}
