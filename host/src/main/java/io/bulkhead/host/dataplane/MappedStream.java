package io.bulkhead.host.dataplane;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.host.runtime.StreamGate;
import java.util.concurrent.Flow;
import java.util.function.UnaryOperator;

/** A stream whose elements are made into others on their way; the first that cannot be ends it. */
final class MappedStream implements Flow.Subscriber<InferenceResponse> {
    private final StreamGate<InferenceResponse> target;
    private final UnaryOperator<InferenceResponse> mapping;

    MappedStream(StreamGate<InferenceResponse> target, UnaryOperator<InferenceResponse> mapping) {
        this.target = target;
        this.mapping = mapping;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        target.onSubscribe(subscription);
    }

    @Override
    public void onNext(InferenceResponse response) {
        InferenceResponse mapped;
        try {
            mapped = mapping.apply(response);
        } catch (ServingException e) {
            target.fail(e);
            return;
        }
        target.onNext(mapped);
    }

    @Override
    public void onError(Throwable failure) {
        target.onError(failure);
    }

    @Override
    public void onComplete() {
        target.onComplete();
    }
}
