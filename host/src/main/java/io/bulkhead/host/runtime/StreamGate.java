package io.bulkhead.host.runtime;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Passes a stream on and can end it from outside, on any thread: the subscriber hears one end only,
 * and never while it is being told something else.
 *
 * @param <T> what is streamed
 */
public final class StreamGate<T> implements Flow.Subscriber<T> {
    private static final int ENDED = 1 << 30;
    private static final int FAILING = 1 << 29;

    private final Flow.Subscriber<? super T> target;

    /** How many elements are being passed on, and the two flags. */
    private final AtomicInteger state = new AtomicInteger();

    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile Flow.@Nullable Subscription upstream;

    /** A gate in front of this subscriber. */
    public StreamGate(Flow.Subscriber<? super T> target) {
        this.target = target;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        if (!enter()) {
            subscription.cancel();
            return;
        }
        upstream = subscription;
        try {
            target.onSubscribe(subscription);
        } finally {
            leave();
        }
    }

    @Override
    public void onNext(T element) {
        if (!enter()) {
            return;
        }
        try {
            target.onNext(element);
        } finally {
            leave();
        }
    }

    private boolean enter() {
        return state.getAndUpdate(now -> isOver(now) ? now : now + 1) < FAILING;
    }

    private void leave() {
        if (state.updateAndGet(now -> now - 1) == FAILING) {
            endWithFailure();
        }
    }

    private static boolean isOver(int state) {
        return state >= FAILING;
    }

    @Override
    public void onError(Throwable cause) {
        if (end()) {
            target.onError(cause);
        }
    }

    @Override
    public void onComplete() {
        if (end()) {
            target.onComplete();
        }
    }

    private boolean end() {
        return !isOver(state.getAndUpdate(now -> isOver(now) ? now : now | ENDED));
    }

    /**
     * Ends the stream, unless it has ended: cancels it, and tells the subscriber at once or, if it
     * is being told something, after that.
     */
    public void fail(Throwable cause) {
        failure.compareAndSet(null, cause);
        if (state.getAndUpdate(now -> isOver(now) ? now : now | FAILING) == 0) {
            endWithFailure();
        }
    }

    private void endWithFailure() {
        Throwable cause = failure.get();
        if (cause == null || !state.compareAndSet(FAILING, ENDED)) {
            return;
        }
        Flow.Subscription subscription = upstream;
        if (subscription == null) {
            target.onSubscribe(new EndedStream());
        } else {
            subscription.cancel();
        }
        target.onError(cause);
    }
}
