package io.bulkhead.host.runtime.process;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.api.route.ModelRoute;
import io.bulkhead.api.route.RouteRequest;
import io.bulkhead.api.route.RouteResponse;
import io.bulkhead.host.runtime.AnswerLife;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * Calls to one child. What fails, fails with a {@link ServingException} that a client may see, or
 * with a {@link LostCallException} if the child cannot answer any more. Thread-safe; never blocks.
 */
public interface ChildCalls extends AutoCloseable {
    /**
     * Answers a request.
     *
     * @param life of the answer
     */
    CompletableFuture<InferenceResponse> predict(
            InferenceRequest request, RequestContext context, AnswerLife life);

    /** Answers a request with a stream for one subscriber. */
    Flow.Publisher<InferenceResponse> predictStream(
            InferenceRequest request, RequestContext context);

    /** What the child says of its model; of use once it is ready. */
    CompletableFuture<ModelMetadata> metadata(Duration timeout);

    /** Endpoints of the model's own; of use once it is ready, and constant from then on. */
    default List<ModelRoute> routes() {
        return List.of();
    }

    /** Answers a call of one of its {@link #routes}. */
    default CompletableFuture<RouteResponse> call(
            ModelRoute route, RouteRequest request, RequestContext context) {
        return CompletableFuture.failedFuture(
                new ServingException(
                        ErrorCode.NOT_FOUND, "the model has no endpoint " + route.path()));
    }

    /**
     * Completes when the child has answered at all; fails with {@code DEADLINE_EXCEEDED} if it is
     * silent, and ought not to be.
     */
    CompletionStage<?> live(Duration timeout);

    /** What its answers tell of the child. */
    ChildPulse pulse();

    /** Calls under way end as lost. */
    @Override
    void close();
}
