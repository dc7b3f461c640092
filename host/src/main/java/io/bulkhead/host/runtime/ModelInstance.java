package io.bulkhead.host.runtime;

import io.bulkhead.api.Concurrency;
import io.bulkhead.api.Isolation;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.api.route.ModelRoute;
import io.bulkhead.api.route.RouteRequest;
import io.bulkhead.api.route.RouteResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * One loaded copy of a model behind its bulkhead, in this JVM or in a child; the data plane does
 * not know which. Owned by the loaded model, which closes it after the last answer. Thread-safe.
 */
public interface ModelInstance extends AutoCloseable {
    /**
     * Answers a request.
     *
     * @return never null; fails with {@link io.bulkhead.api.error.ServingException} only, and never
     *     throws
     */
    CompletionStage<InferenceResponse> predict(InferenceRequest request, RequestContext context);

    /**
     * As {@link #predict(InferenceRequest, RequestContext)}, for one who tells when the answer is
     * done with.
     */
    default CompletionStage<InferenceResponse> predict(
            InferenceRequest request, RequestContext context, AnswerLife life) {
        return predict(request, context);
    }

    /**
     * Answers a request with a stream.
     *
     * @return a publisher for one subscriber; fails with ServingException only
     */
    Flow.Publisher<InferenceResponse> predictStream(
            InferenceRequest request, RequestContext context);

    /** Endpoints of the model's own; constant. */
    default List<ModelRoute> routes() {
        return List.of();
    }

    /**
     * Answers a call of one of its {@link #routes}.
     *
     * @return never null; fails with {@link io.bulkhead.api.error.ServingException} only, and never
     *     throws
     */
    default CompletionStage<RouteResponse> call(
            ModelRoute route, RouteRequest request, RequestContext context) {
        return CompletableFuture.failedFuture(
                new ServingException(
                        ErrorCode.NOT_FOUND, "the model has no endpoint " + route.path()));
    }

    /** What the artefact tells of the model; constant. */
    ModelMetadata metadata();

    /** How the model wants to be called; constant. */
    Concurrency concurrency();

    /** Requests that are taken and do not run yet; for metrics, so a moment old is good enough. */
    default int waiting() {
        return 0;
    }

    /** Whether it can answer now: false while a child is being restarted. */
    boolean ready();

    /** What it did so far; always the same object. */
    InferenceStatistics statistics();

    /** What stands between it and the rest of the server; constant. */
    Isolation isolation();

    /** Where it runs and why there, for the log, the index and the model's configuration. */
    String placement();

    /** Whether it will not answer again, however long one waits, until it is loaded anew. */
    default boolean broken() {
        return false;
    }

    /**
     * What an operator should know of it at this moment: why it cannot answer, or why it is not
     * where it was asked to be; empty if there is nothing to say.
     */
    default String notice() {
        return "";
    }

    /** Frees everything, does not wait for ever, never throws; closing twice does nothing. */
    @Override
    void close();
}
