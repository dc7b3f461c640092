package io.bulkhead.host.runtime;

import io.bulkhead.api.Concurrency;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.route.ModelRoute;
import io.bulkhead.api.route.RouteRequest;
import io.bulkhead.api.route.RouteResponse;
import io.bulkhead.host.plugin.PluginCall;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls of a model behind a class loader: at once where it is quick, else on its own threads, in
 * the order of their priority. Owns the threads. Thread-safe.
 */
final class ModelCalls implements AutoCloseable {
    private final String name;
    private final OpenModel model;
    private final ModelThreads threads;
    private final CallPace pace;
    private final CallPace routePace;
    private final InferenceStatistics statistics;
    private final CallWatch watch;
    private final Refusals refusals;
    private final OpenCalls owed = new OpenCalls();

    /** Takes the threads over. */
    ModelCalls(
            String name,
            OpenModel model,
            Concurrency concurrency,
            ModelThreads threads,
            InferenceStatistics statistics,
            CallWatch watch) {
        this.name = name;
        this.model = model;
        this.threads = threads;
        this.pace = new CallPace(concurrency);
        this.routePace = new CallPace(concurrency);
        this.statistics = statistics;
        this.watch = watch;
        this.refusals = new Refusals(name);
    }

    CompletionStage<InferenceResponse> predict(InferenceRequest request, RequestContext call) {
        return pace.runsInPlace(request)
                ? predictHere(request, call)
                : queued(call, () -> predictHere(request, call));
    }

    CompletionStage<RouteResponse> call(
            ModelRoute route, RouteRequest request, RequestContext call) {
        return routePace.runsInPlace(request)
                ? callHere(route, request, call)
                : queued(call, () -> callHere(route, request, call));
    }

    private <T> CompletionStage<T> queued(RequestContext call, Supplier<CompletionStage<T>> work) {
        Queued<T> queued = new Queued<>(call, work);
        owed.add(queued);
        try {
            threads.execute(queued);
        } catch (RejectedExecutionException e) {
            queued.fail(threads.refusal(refusals));
            return queued.answer;
        }
        call.onCancel(queued::drop);
        return queued.answer;
    }

    /** A call that waits for one of the model's threads, and then for the model. */
    private final class Queued<T> implements ModelThreads.Task, OpenCalls.Call {
        private final CompletableFuture<T> answer = new CompletableFuture<>();
        private final RequestContext call;
        private final Supplier<CompletionStage<T>> work;
        private final long since = System.nanoTime();

        Queued(RequestContext call, Supplier<CompletionStage<T>> work) {
            this.call = call;
            this.work = work;
        }

        @Override
        public int priority() {
            return call.priority();
        }

        @Override
        public void run() {
            long nanos = System.nanoTime() - since;
            statistics.waited(nanos);
            watch.waited(call, nanos);
            if (call.isCancelled()) {
                fail(refusals.tooLate(call));
            } else if (!answer.isDone()) {
                work.get().whenComplete(this::end);
            }
        }

        private void end(@Nullable T response, @Nullable Throwable failure) {
            owed.remove(this);
            if (failure != null) {
                answer.completeExceptionally(failure);
            } else {
                answer.complete(response);
            }
        }

        /** The call is cancelled: if it still waits, it makes room for others. */
        void drop() {
            if (threads.remove(this)) {
                fail(refusals.tooLate(call));
            }
        }

        @Override
        public void fail(ServingException why) {
            end(null, why);
        }
    }

    private CompletionStage<InferenceResponse> predictHere(
            InferenceRequest request, RequestContext call) {
        return watch.isOn()
                ? watch.watch(request.id(), call, context -> predictNow(request, context))
                : predictNow(request, call);
    }

    private CompletionStage<InferenceResponse> predictNow(
            InferenceRequest request, RequestContext call) {
        long start = System.nanoTime();
        long codecs = statistics.codecNanosHere();
        CompletionStage<InferenceResponse> stage;
        try {
            stage = model.call("predict", () -> model.model().predict(request, call));
        } catch (ServingException | VirtualMachineError failure) {
            // Even then somebody waits for an answer, and the model must get its lease back.
            return CompletableFuture.failedFuture(explained(failure));
        }
        long nanos = System.nanoTime() - start;
        pace.record(request, nanos);
        long ofCodecs = statistics.codecNanosHere() - codecs;
        if (stage instanceof CompletableFuture<InferenceResponse> future
                && future.isDone()
                && !future.isCompletedExceptionally()
                && future.getNow(null) != null) {
            statistics.predicted(nanos, ofCodecs);
            return future;
        }
        return checked(stage, () -> statistics.predicted(System.nanoTime() - start, ofCodecs));
    }

    private CompletionStage<RouteResponse> callHere(
            ModelRoute route, RouteRequest request, RequestContext call) {
        return watch.isOn()
                ? watch.watch("", call, context -> callNow(route, request, context))
                : callNow(route, request, call);
    }

    private CompletionStage<RouteResponse> callNow(
            ModelRoute route, RouteRequest request, RequestContext call) {
        long start = System.nanoTime();
        CompletionStage<RouteResponse> stage;
        try {
            stage = model.call(route.path(), () -> route.handler().handle(request, call));
        } catch (ServingException | VirtualMachineError failure) {
            return CompletableFuture.failedFuture(explained(failure));
        }
        routePace.record(request, System.nanoTime() - start);
        boolean counts = route.purpose().isInference();
        return checked(
                        stage,
                        () -> {
                            if (counts) {
                                statistics.predicted(System.nanoTime() - start);
                            }
                        })
                .thenApply(response -> streamed(route, response, call));
    }

    private RouteResponse streamed(ModelRoute route, RouteResponse response, RequestContext call) {
        Flow.Publisher<ByteBuffer> parts = response.parts().orElse(null);
        return parts == null
                ? response
                : response.withParts(stream(call, route.path(), () -> parts));
    }

    /** The plugin's stage with its failures as this server's; a missing answer is one. */
    private <T> CompletionStage<T> checked(@Nullable CompletionStage<T> stage, Runnable succeeded) {
        if (stage == null) {
            return CompletableFuture.failedFuture(noAnswer());
        }
        Later<T> later = new Later<>(succeeded);
        owed.add(later);
        stage.whenComplete(later::end);
        return later.answer;
    }

    /** An answer that the model gives later. */
    private final class Later<T> implements OpenCalls.Call {
        private final CompletableFuture<T> answer = new CompletableFuture<>();
        private final Runnable succeeded;

        Later(Runnable succeeded) {
            this.succeeded = succeeded;
        }

        void end(@Nullable T response, @Nullable Throwable failure) {
            owed.remove(this);
            if (failure != null) {
                answer.completeExceptionally(explained(failure));
            } else if (response == null) {
                answer.completeExceptionally(noAnswer());
            } else {
                succeeded.run();
                answer.complete(response);
            }
        }

        @Override
        public void fail(ServingException why) {
            owed.remove(this);
            answer.completeExceptionally(why);
        }
    }

    private ServingException explained(Throwable failure) {
        return PluginCall.explained(name, "predict", PluginCall.causeOf(failure));
    }

    private ServingException noAnswer() {
        return PluginCall.explained(
                name, "predict", new IllegalStateException("the runtime returned null"));
    }

    Flow.Publisher<InferenceResponse> predictStream(InferenceRequest request, RequestContext call) {
        return stream(call, "predictStream", () -> model.model().predictStream(request, call));
    }

    private <T> Flow.Publisher<T> stream(
            RequestContext call, String what, Supplier<Flow.Publisher<T>> answers) {
        return new PluginStream<>(name, model.loader(), threads, owed, call, what, answers);
    }

    int waiting() {
        return threads.waiting();
    }

    /**
     * Tells everybody who still waits that there will be no answer, then ends the threads. Requests
     * had their time to end before.
     */
    @Override
    public void close() {
        owed.failAll(refusals.unloaded());
        threads.close();
        owed.failAll(refusals.unloaded()); // who was handed over at the last moment
    }
}
