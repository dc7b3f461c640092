package io.bulkhead.api;

import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.api.route.ModelRoute;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * One loaded copy of a model, made by {@link RuntimeFactory#create} and owned by the server, which
 * closes it once, after the last answer. The server never calls {@link #predict} after {@link
 * #close}.
 */
public interface Model extends AutoCloseable {
    /**
     * Answers one request. Called from as many threads at once as {@link #concurrency} allows, with
     * the context class loader set to the plugin's.
     *
     * <p>A model that computes returns a completed stage ({@link InferenceResponse#completed}); one
     * that waits for something else returns at once and completes later, from any thread.
     *
     * @param request its tensors are valid until the returned stage completes
     * @param context deadline, cancellation and headers of this call
     * @return never null; fails with a {@link io.bulkhead.api.error.ServingException} for what the
     *     client is to be told (throwing it does the same)
     */
    CompletionStage<InferenceResponse> predict(InferenceRequest request, RequestContext context);

    /**
     * Answers one request with any number of responses. By default the one of {@link #predict}.
     *
     * @return a publisher that is subscribed to once; its error ends the stream
     */
    default Flow.Publisher<InferenceResponse> predictStream(
            InferenceRequest request, RequestContext context) {
        return new SingleResponse(() -> predict(request, context));
    }

    /**
     * What the artefact tells of the model. Read once, right after loading; a model that has more
     * to say later does so by {@link ModelContext#describe}.
     */
    default ModelMetadata metadata() {
        return ModelMetadata.empty();
    }

    /**
     * Endpoints of the model's own, beside the protocol's. Read once, right after loading; none by
     * default.
     */
    default List<ModelRoute> routes() {
        return List.of();
    }

    /**
     * Gets ready for the first request: compiles, fills caches, opens connections. Called once
     * after loading, on the loading thread, after what is read once and before any request; the
     * model takes no requests, and one that it replaces goes on, until it returns. A failure keeps
     * the model from being served. Nothing to do by default.
     */
    default void warmUp() {}

    /** How the server may call it. Read once, right after loading. */
    default Concurrency concurrency() {
        return Concurrency.unlimited();
    }

    /**
     * Frees what the model holds: native memory, threads, files. Called once, when no call is under
     * way any more; must not wait for ever. Nothing to do by default.
     */
    @Override
    default void close() {}
}
