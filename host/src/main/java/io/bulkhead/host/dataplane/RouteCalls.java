package io.bulkhead.host.dataplane;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.route.ModelRoute;
import io.bulkhead.api.route.RouteRequest;
import io.bulkhead.api.route.RouteResponse;
import io.bulkhead.host.model.LoadedModel;
import io.bulkhead.host.model.ModelRegistry;
import io.bulkhead.host.runtime.WatchedStream;
import io.bulkhead.host.telemetry.ServingMetrics;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Calls endpoints of the models' own, with a lease on the model, and counts inferences. */
final class RouteCalls {
    private static final int CLIENT_ERROR = 400;

    private final ModelRegistry registry;
    private final ServingMetrics metrics;

    RouteCalls(ModelRegistry registry, ServingMetrics metrics) {
        this.registry = registry;
        this.metrics = metrics;
    }

    CompletionStage<RouteAnswer> call(
            RouteTarget target, String method, RouteRequest request, RequestContext context) {
        LoadedModel leased;
        ModelRoute route;
        try {
            leased = registry.lease(target.model(), target.version());
        } catch (ServingException e) {
            return CompletableFuture.failedFuture(e);
        }
        try {
            route = ModelRoutes.require(leased, target, method);
        } catch (ServingException e) {
            leased.release();
            return CompletableFuture.failedFuture(e);
        }
        LeasedStream.Ended outcome = outcome(target, route, leased);
        return leased.instance()
                .call(route, request, context)
                .handle(
                        (response, failure) -> {
                            if (failure != null) {
                                outcome.ended(false);
                                leased.release();
                                throw Failures.asServing(failure);
                            }
                            return new RouteAnswer(
                                    told(response, outcome), new AnswerLease(leased));
                        });
    }

    private LeasedStream.Ended outcome(RouteTarget target, ModelRoute route, LoadedModel leased) {
        if (!route.purpose().isInference()) {
            return succeeded -> {};
        }
        long start = System.nanoTime();
        metrics.queued(leased.id(), leased.instance().waiting());
        return succeeded ->
                metrics.inferred(
                        target.model(), target.version(), succeeded, System.nanoTime() - start);
    }

    /** An answer in parts is over when they are. */
    private static RouteResponse told(RouteResponse response, LeasedStream.Ended outcome) {
        Flow.Publisher<ByteBuffer> parts = response.parts().orElse(null);
        if (parts == null) {
            outcome.ended(response.status() < CLIENT_ERROR);
            return response;
        }
        return response.withParts(
                WatchedStream.of(
                        parts,
                        (completed, failure) -> outcome.ended(completed),
                        Failures::asServing));
    }
}
