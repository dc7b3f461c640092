package io.bulkhead.host.runtime.process;

import io.bulkhead.api.inference.InferenceResponse;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A stream that begins once more somewhere else, if its source is lost before the first element:
 * until then, nobody can tell the difference. Thread-safe as far as the Flow rules want it.
 */
final class FailoverStream implements Flow.Subscription {
    /** Where a stream comes from. */
    interface Source {
        /** A stream for one subscriber. */
        Flow.Publisher<InferenceResponse> stream();

        /** Called when it is over, whichever way. */
        void over(@Nullable Throwable failure);

        /** Whether that is the failure of one that is lost. */
        boolean isLoss(Throwable failure);

        /** Another one to try; empty if there is none. */
        Optional<Source> next();
    }

    private final Flow.Subscriber<? super InferenceResponse> subscriber;
    private final BiConsumer<Throwable, Source> failed;
    private Flow.@Nullable Subscription upstream; // guarded by this
    private long demand; // guarded by this; what was asked for before the first element
    private boolean cancelled; // guarded by this
    private boolean begun; // guarded by this

    /**
     * @param failed ends the subscriber with what the stream has failed with, and where
     */
    FailoverStream(
            Flow.Subscriber<? super InferenceResponse> subscriber,
            BiConsumer<Throwable, Source> failed) {
        this.subscriber = subscriber;
        this.failed = failed;
    }

    void start(Source source) {
        subscriber.onSubscribe(this);
        attempt(source, true);
    }

    private void attempt(Source source, boolean mayTryAnother) {
        Attempt attempt = new Attempt(source, mayTryAnother);
        try {
            source.stream().subscribe(attempt);
        } catch (RuntimeException failure) {
            attempt.onError(failure);
        }
    }

    @Override
    public void request(long count) {
        Flow.Subscription current;
        synchronized (this) {
            if (!begun) {
                long sum = demand + count;
                demand = sum < 0 && count > 0 ? Long.MAX_VALUE : sum;
            }
            current = upstream;
        }
        if (current != null) {
            current.request(count);
        }
    }

    @Override
    public void cancel() {
        Flow.Subscription current;
        synchronized (this) {
            cancelled = true;
            current = upstream;
        }
        if (current != null) {
            current.cancel();
        }
    }

    private synchronized boolean isOpen() {
        return !begun && !cancelled;
    }

    private final class Attempt implements Flow.Subscriber<InferenceResponse> {
        private final Source source;
        private final boolean mayTryAnother;

        Attempt(Source source, boolean mayTryAnother) {
            this.source = source;
            this.mayTryAnother = mayTryAnother;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            long wanted;
            boolean unwanted;
            synchronized (FailoverStream.this) {
                upstream = subscription;
                wanted = demand;
                unwanted = cancelled;
            }
            if (unwanted) {
                subscription.cancel();
            } else if (wanted != 0) {
                subscription.request(wanted);
            }
        }

        @Override
        public void onNext(InferenceResponse response) {
            synchronized (FailoverStream.this) {
                begun = true;
            }
            subscriber.onNext(response);
        }

        @Override
        public void onError(Throwable failure) {
            source.over(failure);
            if (mayTryAnother && source.isLoss(failure) && isOpen()) {
                Optional<Source> next = source.next();
                if (next.isPresent()) {
                    attempt(next.get(), false);
                    return;
                }
            }
            failed.accept(failure, source);
        }

        @Override
        public void onComplete() {
            source.over(null);
            subscriber.onComplete();
        }
    }
}
