package io.bulkhead.host.runtime.process.child;

import io.bulkhead.host.runtime.ToldSubscription;
import java.util.concurrent.Flow;

/**
 * A stream whose answers are written to memory that is lent to it: tells when none is being written
 * any more, once, however the stream ends.
 */
final class LendingStream<T> implements Flow.Subscriber<T> {
    private final Flow.Subscriber<? super T> target;
    private final Runnable done;
    private boolean over; // guarded by this
    private boolean writing; // guarded by this
    private boolean told; // guarded by this

    LendingStream(Flow.Subscriber<? super T> target, Runnable done) {
        this.target = target;
        this.done = done;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        target.onSubscribe(new ToldSubscription(subscription, this::end));
    }

    @Override
    public void onNext(T item) {
        synchronized (this) {
            if (over) {
                return; // it was cancelled, and the memory may be somebody else's
            }
            writing = true;
        }
        try {
            target.onNext(item);
        } finally {
            wrote();
        }
    }

    private void wrote() {
        synchronized (this) {
            writing = false;
        }
        tellIfDone();
    }

    private void end() {
        synchronized (this) {
            over = true;
        }
        tellIfDone();
    }

    private void tellIfDone() {
        synchronized (this) {
            if (!over || writing || told) {
                return;
            }
            told = true;
        }
        done.run();
    }

    @Override
    public void onError(Throwable failure) {
        end();
        target.onError(failure);
    }

    @Override
    public void onComplete() {
        end();
        target.onComplete();
    }
}
