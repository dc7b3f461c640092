package io.bulkhead.host.runtime;

import io.bulkhead.api.Concurrency;
import io.bulkhead.api.Isolation;
import io.bulkhead.api.Model;
import io.bulkhead.api.ModelMetrics;
import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.host.codec.content.ContentCodecs;
import io.bulkhead.host.plugin.NativeLayers;
import io.bulkhead.host.plugin.OpenPlugin;
import io.bulkhead.host.plugin.PluginCall;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A model in this JVM, behind a class loader of its own. Owns all that it is made of. */
public final class InProcessInstance implements ModelInstance {
    private static final Logger LOG = LoggerFactory.getLogger(InProcessInstance.class);

    private final String name;
    private final OpenPlugin plugin;
    private final Model model;
    private final ModelThreads lentThreads;
    private final ModelThreads threads;
    private final LentContext context;
    private final ModelMetadata metadata;
    private final Concurrency concurrency;
    private final CallPace pace;
    private final InferenceStatistics statistics;
    private final AtomicBoolean closed = new AtomicBoolean();

    private InProcessInstance(
            String name,
            OpenPlugin plugin,
            Model model,
            ModelThreads lentThreads,
            ModelThreads threads,
            LentContext context,
            ModelMetadata metadata,
            Concurrency concurrency,
            InferenceStatistics statistics) {
        this.name = name;
        this.plugin = plugin;
        this.model = model;
        this.lentThreads = lentThreads;
        this.threads = threads;
        this.context = context;
        this.metadata = metadata;
        this.concurrency = concurrency;
        this.pace = new CallPace(concurrency);
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
        OpenPlugin plugin = OpenPlugin.forModel(spec.environment(), name, layers);
        Loading loading = new Loading(spec, name, plugin, metrics);
        try {
            return loading.instance();
        } catch (RuntimeException | Error e) {
            loading.abandon();
            throw e;
        }
    }

    /** The steps of loading, which are undone if one of them fails. */
    private static final class Loading {
        private final InstanceSpec spec;
        private final String name;
        private final OpenPlugin plugin;
        private final ModelThreads threads;
        private final LentContext context;
        private final InferenceStatistics statistics = new InferenceStatistics();

        Loading(InstanceSpec spec, String name, OpenPlugin plugin, ModelMetrics metrics) {
            this.spec = spec;
            this.name = name;
            this.plugin = plugin;
            this.threads =
                    new ModelThreads(name + "-own", Concurrency.unlimited(), plugin.loader());
            ContentCodecs codecs =
                    new ContentCodecs(
                            spec.definition().settings(),
                            plugin.inputCodecs(),
                            plugin.requestCodecs());
            this.context =
                    new LentContext(spec, threads, new TimedCodecs(codecs, statistics), metrics);
        }

        InProcessInstance instance() {
            RuntimeFactory factory = plugin.factory(spec.runtime());
            Model model =
                    PluginCall.with(plugin.loader(), name, "load", () -> factory.create(context));
            if (model == null) {
                throw ServingException.loadFailed(
                        "runtime '" + spec.runtime() + "' made no model", null);
            }
            try {
                Concurrency concurrency =
                        PluginCall.with(plugin.loader(), name, "concurrency", model::concurrency);
                return new InProcessInstance(
                        name,
                        plugin,
                        model,
                        threads,
                        new ModelThreads(name, concurrency, plugin.loader()),
                        context,
                        PluginCall.with(plugin.loader(), name, "metadata", model::metadata),
                        concurrency,
                        statistics);
            } catch (RuntimeException | Error e) {
                closeModel(plugin, name, model);
                throw e;
            }
        }

        void abandon() {
            threads.close();
            context.close();
            plugin.close();
        }
    }

    @Override
    public CompletionStage<InferenceResponse> predict(
            InferenceRequest request, RequestContext call) {
        if (pace.runsInPlace(request)) {
            return predictHere(request, call);
        }
        Prediction prediction = new Prediction(request, call);
        try {
            threads.execute(prediction);
        } catch (RejectedExecutionException e) {
            prediction.answer.completeExceptionally(closed.get() ? unloading() : queueFull());
        }
        return prediction.answer;
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

    /** A request that waits for one of the model's threads. */
    private final class Prediction implements ModelThreads.Task {
        private final CompletableFuture<InferenceResponse> answer = new CompletableFuture<>();
        private final InferenceRequest request;
        private final RequestContext call;
        private final long since = System.nanoTime();

        Prediction(InferenceRequest request, RequestContext call) {
            this.request = request;
            this.call = call;
        }

        @Override
        public void run() {
            statistics.waited(System.nanoTime() - since);
            if (call.isCancelled()) {
                answer.completeExceptionally(tooLate(call));
                return;
            }
            predictHere(request, call)
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
            stage =
                    PluginCall.with(
                            plugin.loader(), name, "predict", () -> model.predict(request, call));
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
        return checked(stage, start);
    }

    /** The plugin's stage with its failures as this server's; a missing answer is one. */
    private CompletionStage<InferenceResponse> checked(
            CompletionStage<InferenceResponse> stage, long start) {
        CompletableFuture<InferenceResponse> answer = new CompletableFuture<>();
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
                        statistics.predicted(System.nanoTime() - start);
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
                name, plugin.loader(), threads, () -> model.predictStream(request, call));
    }

    @Override
    public ModelMetadata metadata() {
        return metadata;
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
        return "class loader of its own in the server, " + plugin.environment().label();
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        threads.close();
        closeModel(plugin, name, model);
        lentThreads.close();
        context.close();
        plugin.close();
    }

    private static void closeModel(OpenPlugin plugin, String name, Model model) {
        try {
            PluginCall.run(plugin.loader(), name, "close", model::close);
        } catch (ServingException e) {
            LOG.warn("Model {} failed to close: {}", name, e.reason());
        }
    }
}
