package io.bulkhead.host.runtime;

import io.bulkhead.api.Concurrency;
import io.bulkhead.api.Isolation;
import io.bulkhead.api.ModelMetrics;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.api.route.ModelRoute;
import io.bulkhead.api.route.RouteRequest;
import io.bulkhead.api.route.RouteResponse;
import io.bulkhead.host.plugin.NativeLayers;
import io.bulkhead.host.plugin.PluginCall;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** A model in this JVM, behind a class loader of its own. Owns all that it is made of. */
public final class InProcessInstance implements ModelInstance {
    private final String name;
    private final OpenModel open;
    private final ModelThreads threads;
    private final ModelMetadata metadata;
    private final List<ModelRoute> routes;
    private final Concurrency concurrency;
    private final CallPace pace;
    private final CallPace routePace;
    private final InferenceStatistics statistics;
    private final AtomicBoolean closed = new AtomicBoolean();

    private InProcessInstance(String name, OpenModel open, InferenceStatistics statistics) {
        this.name = name;
        this.open = open;
        this.concurrency = open.call("concurrency", open.model()::concurrency);
        this.metadata = open.call("metadata", open.model()::metadata);
        this.routes = List.copyOf(open.call("routes", open.model()::routes));
        this.threads = new ModelThreads(name, concurrency, open.loader());
        this.pace = new CallPace(concurrency);
        this.routePace = new CallPace(concurrency);
        this.statistics = statistics;
    }

    /**
     * Loads a model.
     *
     * @throws io.bulkhead.host.plugin.NativeClashException if its natives need another process
     * @throws ServingException if it cannot be loaded; nothing is left open then
     */
    public static InProcessInstance load(
            InstanceSpec spec, NativeLayers layers, ModelMetrics metrics) {
        String name = spec.definition().id().toString();
        InferenceStatistics statistics = new InferenceStatistics();
        OpenModel open =
                OpenModel.open(
                        spec, name, layers, metrics, codecs -> new TimedCodecs(codecs, statistics));
        try {
            return new InProcessInstance(name, open, statistics);
        } catch (RuntimeException | Error e) {
            open.close();
            throw e;
        }
    }

    @Override
    public CompletionStage<InferenceResponse> predict(
            InferenceRequest request, RequestContext call) {
        return pace.runsInPlace(request)
                ? predictHere(request, call)
                : queued(call, () -> predictHere(request, call));
    }

    @Override
    public CompletionStage<RouteResponse> call(
            ModelRoute route, RouteRequest request, RequestContext call) {
        return routePace.runsInPlace(request)
                ? callHere(route, request, call)
                : queued(call, () -> callHere(route, request, call));
    }

    private <T> CompletionStage<T> queued(RequestContext call, Supplier<CompletionStage<T>> work) {
        Queued<T> queued = new Queued<>(call, work);
        try {
            threads.execute(queued);
        } catch (RejectedExecutionException e) {
            queued.answer.completeExceptionally(closed.get() ? unloading() : queueFull());
        }
        return queued.answer;
    }

    private ServingException unloading() {
        return new ServingException(
                ErrorCode.UNAVAILABLE, "model '" + name + "' is being unloaded");
    }

    private ServingException queueFull() {
        return new ServingException(
                ErrorCode.RESOURCE_EXHAUSTED,
                "model '"
                        + name
                        + "' has "
                        + threads.queueCapacity()
                        + " requests waiting, which is its limit; try again later");
    }

    /** A call that waits for one of the model's threads. */
    private final class Queued<T> implements ModelThreads.Task {
        private final CompletableFuture<T> answer = new CompletableFuture<>();
        private final RequestContext call;
        private final Supplier<CompletionStage<T>> work;
        private final long since = System.nanoTime();

        Queued(RequestContext call, Supplier<CompletionStage<T>> work) {
            this.call = call;
            this.work = work;
        }

        @Override
        public void run() {
            statistics.waited(System.nanoTime() - since);
            if (call.isCancelled()) {
                answer.completeExceptionally(tooLate(call));
                return;
            }
            work.get()
                    .whenComplete(
                            (response, failure) -> {
                                if (failure != null) {
                                    answer.completeExceptionally(failure);
                                } else {
                                    answer.complete(response);
                                }
                            });
        }

        @Override
        public void abandoned() {
            answer.completeExceptionally(unloading());
        }
    }

    private ServingException tooLate(RequestContext call) {
        boolean over = call.timeRemaining().map(left -> left.isZero()).orElse(false);
        return over
                ? new ServingException(
                        ErrorCode.DEADLINE_EXCEEDED,
                        "the deadline passed while the request waited for model '" + name + "'")
                : new ServingException(ErrorCode.CANCELLED, "the client is gone");
    }

    private CompletionStage<InferenceResponse> predictHere(
            InferenceRequest request, RequestContext call) {
        long start = System.nanoTime();
        CompletionStage<InferenceResponse> stage;
        try {
            stage = open.call("predict", () -> open.model().predict(request, call));
        } catch (ServingException | VirtualMachineError failure) {
            // Even then somebody waits for an answer, and the model must get its lease back.
            return CompletableFuture.failedFuture(explained(failure));
        }
        long nanos = System.nanoTime() - start;
        pace.record(request, nanos);
        if (stage instanceof CompletableFuture<InferenceResponse> future
                && future.isDone()
                && !future.isCompletedExceptionally()
                && future.getNow(null) != null) {
            statistics.predicted(nanos);
            return future;
        }
        return checked(stage, () -> statistics.predicted(System.nanoTime() - start));
    }

    private CompletionStage<RouteResponse> callHere(
            ModelRoute route, RouteRequest request, RequestContext call) {
        long start = System.nanoTime();
        CompletionStage<RouteResponse> stage;
        try {
            stage = open.call(route.path(), () -> route.handler().handle(request, call));
        } catch (ServingException | VirtualMachineError failure) {
            return CompletableFuture.failedFuture(explained(failure));
        }
        routePace.record(request, System.nanoTime() - start);
        boolean counts = route.purpose() == ModelRoute.Purpose.INFERENCE;
        return checked(
                stage,
                () -> {
                    if (counts) {
                        statistics.predicted(System.nanoTime() - start);
                    }
                });
    }

    /** The plugin's stage with its failures as this server's; a missing answer is one. */
    private <T> CompletionStage<T> checked(CompletionStage<T> stage, Runnable succeeded) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        if (stage == null) {
            answer.completeExceptionally(noAnswer());
            return answer;
        }
        stage.whenComplete(
                (response, failure) -> {
                    if (failure != null) {
                        answer.completeExceptionally(explained(failure));
                    } else if (response == null) {
                        answer.completeExceptionally(noAnswer());
                    } else {
                        succeeded.run();
                        answer.complete(response);
                    }
                });
        return answer;
    }

    private ServingException explained(Throwable failure) {
        return PluginCall.explained(name, "predict", PluginCall.causeOf(failure));
    }

    private ServingException noAnswer() {
        return PluginCall.explained(
                name, "predict", new IllegalStateException("the runtime returned null"));
    }

    @Override
    public Flow.Publisher<InferenceResponse> predictStream(
            InferenceRequest request, RequestContext call) {
        return new PluginStream(
                name, open.loader(), threads, () -> open.model().predictStream(request, call));
    }

    @Override
    public ModelMetadata metadata() {
        return metadata;
    }

    @Override
    public List<ModelRoute> routes() {
        return routes;
    }

    @Override
    public Concurrency concurrency() {
        return concurrency;
    }

    @Override
    public InferenceStatistics statistics() {
        return statistics;
    }

    @Override
    public int waiting() {
        return threads.waiting();
    }

    @Override
    public boolean ready() {
        return !closed.get();
    }

    @Override
    public Isolation isolation() {
        return Isolation.CLASSLOADER;
    }

    @Override
    public String placement() {
        return "class loader of its own in the server, " + open.label();
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        threads.close();
        open.close();
    }
}
