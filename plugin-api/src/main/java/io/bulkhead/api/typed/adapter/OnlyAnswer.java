package io.bulkhead.api.typed.adapter;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Waits for a stream to end after one answer, and refuses it at the second. */
final class OnlyAnswer implements Flow.Subscriber<InferenceResponse> {
    private final CompletableFuture<InferenceResponse> answer = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;
    private @Nullable InferenceResponse first;

    CompletionStage<InferenceResponse> answer() {
        return answer;
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        subscription = newSubscription;
        newSubscription.request(2);
    }

    @Override
    public void onNext(InferenceResponse response) {
        if (first == null) {
            first = response;
            return;
        }
        Flow.Subscription current = subscription;
        if (current != null) {
            current.cancel();
        }
        answer.completeExceptionally(
                ServingException.invalidArgument(
                        "the model answers with a stream; ask for infer_stream (REST) or"
                                + " ModelStreamInfer (gRPC)"));
    }

    @Override
    public void onError(Throwable failure) {
        answer.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        InferenceResponse only = first;
        if (only == null) {
            answer.completeExceptionally(
                    ServingException.invalidArgument("the model's stream has no answer"));
        } else {
            answer.complete(only);
        }
    }
}
