package io.bulkhead.api.typed.adapter;

import io.bulkhead.api.inference.InferenceResponse;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An author's stream, each element as an answer. */
final class MappedPublisher<T> implements Flow.Publisher<InferenceResponse> {
    private final Flow.Publisher<? extends T> results;
    private final Function<? super T, InferenceResponse> outputs;

    MappedPublisher(
            Flow.Publisher<? extends T> results, Function<? super T, InferenceResponse> outputs) {
        this.results = results;
        this.outputs = outputs;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super InferenceResponse> subscriber) {
        results.subscribe(new Mapping(subscriber));
    }

    /** Everything arrives here one after the other, as a publisher promises. */
    private final class Mapping implements Flow.Subscriber<T>, Flow.Subscription {
        private final Flow.Subscriber<? super InferenceResponse> subscriber;
        private Flow.@Nullable Subscription subscription;
        private boolean ended;

        Mapping(Flow.Subscriber<? super InferenceResponse> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void onSubscribe(Flow.Subscription newSubscription) {
            subscription = newSubscription;
            subscriber.onSubscribe(this);
        }

        @Override
        public void onNext(T result) {
            if (ended) {
                return;
            }
            InferenceResponse response;
            try {
                response = outputs.apply(result);
            } catch (RuntimeException e) {
                ended = true;
                cancel();
                subscriber.onError(e);
                return;
            }
            subscriber.onNext(response);
        }

        @Override
        public void onError(Throwable failure) {
            if (!ended) {
                ended = true;
                subscriber.onError(failure);
            }
        }

        @Override
        public void onComplete() {
            if (!ended) {
                ended = true;
                subscriber.onComplete();
            }
        }

        @Override
        public void request(long count) {
            Flow.Subscription current = subscription;
            if (current != null) {
                current.request(count);
            }
        }

        @Override
        public void cancel() {
            Flow.Subscription current = subscription;
            if (current != null) {
                current.cancel();
            }
        }
    }
}
