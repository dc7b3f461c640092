package io.bulkhead.host.runtime;

import io.bulkhead.api.Concurrency;
import io.bulkhead.api.Model;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.api.route.ModelRoute;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * A model that finds the client's headers among the parameters of its request, as MLServer's
 * runtimes do. They come in last, on the way into the model, and are gathered when it looks: to all
 * before it (queues, batches, caches, child processes), requests that differ in their headers are
 * equal.
 *
 * <p>A model that answers with the parameters of its request does not mean to send the client's
 * headers back, its credentials among them, so these are taken out again.
 */
final class HeadedModel implements Model {
    private final Model model;

    HeadedModel(Model model) {
        this.model = model;
    }

    @Override
    public CompletionStage<InferenceResponse> predict(
            InferenceRequest request, RequestContext call) {
        InferenceRequest headed = headed(request, call);
        CompletionStage<InferenceResponse> stage = model.predict(headed, call);
        if (stage == null) {
            throw new IllegalStateException("the runtime returned null");
        }
        return isPlain(stage) ? stage : stage.thenApply(response -> answer(headed, response));
    }

    /** Whether it is known already that there is nothing to take out. */
    private static boolean isPlain(CompletionStage<InferenceResponse> stage) {
        if (!(stage instanceof CompletableFuture<InferenceResponse> future) || !future.isDone()) {
            return false;
        }
        InferenceResponse response = future.isCompletedExceptionally() ? null : future.getNow(null);
        return response == null || !hasHeaders(response);
    }

    @Override
    public Flow.Publisher<InferenceResponse> predictStream(
            InferenceRequest request, RequestContext call) {
        InferenceRequest headed = headed(request, call);
        Flow.Publisher<InferenceResponse> answers = model.predictStream(headed, call);
        return subscriber -> answers.subscribe(new Answers(headed, subscriber));
    }

    private static InferenceRequest headed(InferenceRequest request, RequestContext call) {
        return request.withParameters(
                request.parameters().withLazy(Parameters.HEADERS, () -> headers(call)));
    }

    private static Map<String, String> headers(RequestContext call) {
        Map<String, String> headers = new LinkedHashMap<>();
        call.headers().forEach((name, values) -> headers.put(name, String.join(", ", values)));
        return headers;
    }

    private static boolean hasHeaders(InferenceResponse response) {
        return !response.parameters().isEmpty()
                && response.parameters().asMap().containsKey(Parameters.HEADERS);
    }

    private static InferenceResponse answer(InferenceRequest asked, InferenceResponse response) {
        if (!hasHeaders(response)) {
            return response;
        }
        Object own = response.parameters().asMap().get(Parameters.HEADERS);
        Object clients = asked.parameters().asMap().get(Parameters.HEADERS);
        return own == clients
                ? new InferenceResponse(
                        response.outputs(), response.parameters().without(Parameters.HEADERS))
                : response;
    }

    @Override
    public ModelMetadata metadata() {
        return model.metadata();
    }

    @Override
    public List<ModelRoute> routes() {
        return model.routes();
    }

    @Override
    public void warmUp() {
        model.warmUp();
    }

    @Override
    public Concurrency concurrency() {
        return model.concurrency();
    }

    @Override
    public void close() {
        model.close();
    }

    private record Answers(
            InferenceRequest asked, Flow.Subscriber<? super InferenceResponse> subscriber)
            implements Flow.Subscriber<InferenceResponse> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscriber.onSubscribe(subscription);
        }

        @Override
        public void onNext(InferenceResponse response) {
            subscriber.onNext(answer(asked, response));
        }

        @Override
        public void onError(Throwable failure) {
            subscriber.onError(failure);
        }

        @Override
        public void onComplete() {
            subscriber.onComplete();
        }
    }
}
