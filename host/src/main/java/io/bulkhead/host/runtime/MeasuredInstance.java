package io.bulkhead.host.runtime;

import io.bulkhead.api.Concurrency;
import io.bulkhead.api.Isolation;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.api.route.ModelRoute;
import io.bulkhead.api.route.RouteRequest;
import io.bulkhead.api.route.RouteResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** An instance whose answers are counted and timed. Owns the instance. */
public final class MeasuredInstance implements ModelInstance {
    private final ModelInstance instance;
    private final InferenceStatistics statistics;

    /** Takes the instance over. */
    public MeasuredInstance(ModelInstance instance) {
        this.instance = instance;
        this.statistics = instance.statistics();
    }

    @Override
    public CompletionStage<InferenceResponse> predict(
            InferenceRequest request, RequestContext context) {
        return predict(request, context, AnswerLife.UNKNOWN);
    }

    @Override
    public CompletionStage<InferenceResponse> predict(
            InferenceRequest request, RequestContext context, AnswerLife life) {
        long start = System.nanoTime();
        statistics.asked();
        CompletionStage<InferenceResponse> stage = instance.predict(request, context, life);
        if (stage instanceof CompletableFuture<InferenceResponse> future && future.isDone()) {
            answered(!future.isCompletedExceptionally(), start);
            return future;
        }
        return stage.whenComplete((response, failure) -> answered(failure == null, start));
    }

    private void answered(boolean succeeded, long start) {
        statistics.answered(succeeded, System.nanoTime() - start);
    }

    @Override
    public Flow.Publisher<InferenceResponse> predictStream(
            InferenceRequest request, RequestContext context) {
        return subscriber -> {
            statistics.asked();
            measured(instance.predictStream(request, context), System.nanoTime())
                    .subscribe(subscriber);
        };
    }

    /** A stream is one request; one that is cancelled got no answer. */
    private <T> Flow.Publisher<T> measured(Flow.Publisher<T> stream, long start) {
        return WatchedStream.of(stream, (completed, failure) -> answered(completed, start));
    }

    @Override
    public List<ModelRoute> routes() {
        return instance.routes();
    }

    @Override
    public CompletionStage<RouteResponse> call(
            ModelRoute route, RouteRequest request, RequestContext context) {
        if (!route.purpose().isInference()) {
            return instance.call(route, request, context);
        }
        long start = System.nanoTime();
        statistics.asked();
        return instance.call(route, request, context)
                .whenComplete(
                        (response, failure) -> {
                            if (failure != null) {
                                answered(false, start);
                            }
                        })
                .thenApply(response -> measured(response, start));
    }

    private RouteResponse measured(RouteResponse response, long start) {
        Flow.Publisher<ByteBuffer> parts = response.parts().orElse(null);
        if (parts != null) {
            return response.withParts(measured(parts, start));
        }
        answered(response.status() < 400, start);
        return response;
    }

    @Override
    public ModelMetadata metadata() {
        return instance.metadata();
    }

    @Override
    public Concurrency concurrency() {
        return instance.concurrency();
    }

    @Override
    public InferenceStatistics statistics() {
        return statistics;
    }

    @Override
    public int waiting() {
        return instance.waiting();
    }

    @Override
    public boolean ready() {
        return instance.ready();
    }

    @Override
    public Isolation isolation() {
        return instance.isolation();
    }

    @Override
    public String placement() {
        return instance.placement();
    }

    @Override
    public boolean broken() {
        return instance.broken();
    }

    @Override
    public String notice() {
        return instance.notice();
    }

    @Override
    public void close() {
        instance.close();
    }
}
