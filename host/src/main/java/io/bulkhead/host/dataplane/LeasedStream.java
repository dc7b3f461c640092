package io.bulkhead.host.dataplane;

import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.host.dataplane.DataPlane.StreamedAnswer;
import io.bulkhead.host.model.LoadedModel;
import io.bulkhead.host.runtime.ToldSubscription;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

/** Holds the model until the stream is over, whoever ends it. */
final class LeasedStream implements Flow.Subscriber<InferenceResponse> {
    /** Is told how a stream ended; one that is cancelled did not succeed. */
    @FunctionalInterface
    interface Ended {
        void ended(boolean succeeded);
    }

    private final ModelId id;
    private final String requestId;
    private final LoadedModel model;
    private final Flow.Subscriber<? super StreamedAnswer> target;
    private final Ended ended;
    private final AtomicBoolean over = new AtomicBoolean();

    LeasedStream(
            LoadedModel model,
            String requestId,
            Flow.Subscriber<? super StreamedAnswer> target,
            Ended ended) {
        this.id = model.id();
        this.requestId = requestId;
        this.model = model;
        this.target = target;
        this.ended = ended;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        target.onSubscribe(new ToldSubscription(subscription, () -> end(false)));
    }

    private void end(boolean succeeded) {
        if (over.compareAndSet(false, true)) {
            ended.ended(succeeded);
            model.release();
        }
    }

    @Override
    public void onNext(InferenceResponse response) {
        target.onNext(new StreamedAnswer(id, requestId, response));
    }

    @Override
    public void onError(Throwable failure) {
        end(false);
        target.onError(Failures.asServing(failure));
    }

    @Override
    public void onComplete() {
        end(true);
        target.onComplete();
    }
}
