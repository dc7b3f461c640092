package io.bulkhead.host.runtime.process.python;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.api.route.ModelRoute;
import io.bulkhead.api.route.RouteRequest;
import io.bulkhead.api.route.RouteResponse;
import io.bulkhead.host.plugin.PluginCall;
import io.bulkhead.host.runtime.AnswerLife;
import io.bulkhead.host.runtime.process.ChildCalls;
import io.bulkhead.host.runtime.process.ChildPulse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Calls to one MLServer. What came over gRPC goes on over gRPC, everything else over REST: so a
 * model sees exactly what it would see if the client asked its MLServer, and says exactly that.
 */
final class MlserverCalls implements ChildCalls {
    private final MlserverRest rest;
    private final MlserverGrpc grpc;
    private final ChildPulse pulse = new ChildPulse();
    private final AtomicInteger underWay = new AtomicInteger();

    /** Whether nobody waits any more for something that the model may still compute. */
    private volatile boolean abandoned;

    private volatile List<ModelRoute> routes = List.of();

    MlserverCalls(MlserverRest rest, MlserverGrpc grpc) {
        this.rest = rest;
        this.grpc = grpc;
    }

    @Override
    public CompletableFuture<InferenceResponse> predict(
            InferenceRequest request, RequestContext context, AnswerLife life) {
        CompletableFuture<InferenceResponse> answer =
                ClientWire.of(context) == ClientWire.GRPC
                        ? grpc.predict(request, context)
                        : rest.predict(request, context);
        return felt(answer, context);
    }

    private <T> CompletableFuture<T> felt(CompletableFuture<T> answer, RequestContext context) {
        underWay.incrementAndGet();
        return answer.whenComplete(
                (response, failure) -> {
                    underWay.decrementAndGet();
                    feel(failure, context);
                });
    }

    private void feel(@Nullable Throwable failure, RequestContext context) {
        if (failure == null) {
            pulse.answered();
        } else if (PluginCall.causeOf(failure) instanceof ServingException known) {
            boolean late = context.timeRemaining().filter(Duration::isZero).isPresent();
            if (known.code() == ErrorCode.DEADLINE_EXCEEDED || late) {
                abandoned = true;
                pulse.missed(System.nanoTime());
            } else if (known.code() == ErrorCode.CANCELLED) {
                abandoned = true;
            } else {
                pulse.answered();
            }
        }
    }

    @Override
    public Flow.Publisher<InferenceResponse> predictStream(
            InferenceRequest request, RequestContext context) {
        return ClientWire.of(context) == ClientWire.GRPC
                ? grpc.predictStream(request, context)
                : rest.predictStream(request, context);
    }

    @Override
    public CompletableFuture<ModelMetadata> metadata(Duration timeout) {
        return grpc.metadata(timeout);
    }

    /** Told once, before the child is ready. */
    void offers(List<ModelRoute> found) {
        routes = List.copyOf(found);
    }

    @Override
    public List<ModelRoute> routes() {
        return routes;
    }

    @Override
    public CompletableFuture<RouteResponse> call(
            ModelRoute route, RouteRequest request, RequestContext context) {
        return felt(rest.call(route, request, context), context);
    }

    /** A model that computes keeps its MLServer from answering anything, which is no fault. */
    @Override
    public CompletionStage<?> live(Duration timeout) {
        if (underWay.get() > 0) {
            return CompletableFuture.completedFuture(Boolean.TRUE);
        }
        return grpc.live(timeout)
                .handle(
                        (alive, failure) -> {
                            if (failure == null) {
                                abandoned = false;
                            } else if (underWay.get() == 0 && !abandoned) {
                                throw new java.util.concurrent.CompletionException(
                                        PluginCall.causeOf(failure));
                            }
                            return Boolean.TRUE;
                        });
    }

    @Override
    public ChildPulse pulse() {
        return pulse;
    }

    @Override
    public void close() {
        grpc.close();
    }
}
