package io.bulkhead.api;

import io.bulkhead.api.inference.InferenceResponse;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** A stream of one element: how a model that does not stream answers one who asked for a stream. */
final class SingleResponse implements Flow.Publisher<InferenceResponse> {
    private final Supplier<CompletionStage<InferenceResponse>> call;

    SingleResponse(Supplier<CompletionStage<InferenceResponse>> call) {
        this.call = call;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super InferenceResponse> subscriber) {
        subscriber.onSubscribe(new OneShot(subscriber));
    }

    private final class OneShot implements Flow.Subscription {
        private final Flow.Subscriber<? super InferenceResponse> subscriber;
        private final AtomicBoolean started = new AtomicBoolean();

        OneShot(Flow.Subscriber<? super InferenceResponse> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void request(long count) {
            if (!started.compareAndSet(false, true)) {
                return;
            }
            if (count <= 0) {
                subscriber.onError(
                        new IllegalArgumentException("request(n) wants n > 0, found " + count));
                return;
            }
            start();
        }

        private void start() {
            CompletionStage<InferenceResponse> answer;
            try {
                answer = call.get();
            } catch (RuntimeException failure) {
                subscriber.onError(failure);
                return;
            }
            answer.whenComplete(
                    (response, failure) -> {
                        if (failure != null) {
                            subscriber.onError(failure);
                        } else {
                            subscriber.onNext(response);
                            subscriber.onComplete();
                        }
                    });
        }

        @Override
        public void cancel() {
            // A call that has not started never will; one that has cannot be taken back.
            started.set(true);
        }
    }
}
