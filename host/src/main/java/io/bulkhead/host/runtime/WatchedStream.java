package io.bulkhead.host.runtime;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Passes a stream on and tells once how it ended, whoever ended it.
 *
 * @param <T> what is streamed
 */
public final class WatchedStream<T> implements Flow.Subscriber<T> {
    private final Flow.Subscriber<? super T> target;
    private final Ended ended;
    private final UnaryOperator<Throwable> explanation;
    private final AtomicBoolean over = new AtomicBoolean();

    /** Is told how a stream ended, before its subscriber is. */
    @FunctionalInterface
    public interface Ended {
        /**
         * @param completed whether all of it came; not if it failed or was cancelled
         * @param failure what it failed with, if it did
         */
        void ended(boolean completed, @Nullable Throwable failure);
    }

    private WatchedStream(
            Flow.Subscriber<? super T> target, Ended ended, UnaryOperator<Throwable> explanation) {
        this.target = target;
        this.ended = ended;
        this.explanation = explanation;
    }

    /** The same stream, watched. */
    public static <T> Flow.Publisher<T> of(Flow.Publisher<T> stream, Ended ended) {
        return of(stream, ended, failure -> failure);
    }

    /**
     * The same stream, watched.
     *
     * @param explanation what the subscriber is told of a failure
     */
    public static <T> Flow.Publisher<T> of(
            Flow.Publisher<T> stream, Ended ended, UnaryOperator<Throwable> explanation) {
        return subscriber -> stream.subscribe(new WatchedStream<>(subscriber, ended, explanation));
    }

    private void end(boolean completed, @Nullable Throwable failure) {
        if (over.compareAndSet(false, true)) {
            ended.ended(completed, failure);
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        target.onSubscribe(new ToldSubscription(subscription, () -> end(false, null)));
    }

    @Override
    public void onNext(T element) {
        target.onNext(element);
    }

    @Override
    public void onError(Throwable failure) {
        end(false, failure);
        target.onError(explanation.apply(failure));
    }

    @Override
    public void onComplete() {
        end(true, null);
        target.onComplete();
    }
}
