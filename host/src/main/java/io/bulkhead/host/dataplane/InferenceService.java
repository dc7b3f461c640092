package io.bulkhead.host.dataplane;

import io.bulkhead.api.ModelSettings;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.api.route.RouteRequest;
import io.bulkhead.codec.sharedmemory.SharedMemory;
import io.bulkhead.host.config.EffectiveSettings;
import io.bulkhead.host.config.ModelDefinition;
import io.bulkhead.host.model.LoadedModel;
import io.bulkhead.host.model.ModelRegistry;
import io.bulkhead.host.model.Readiness;
import io.bulkhead.host.runtime.AnswerLife;
import io.bulkhead.host.runtime.EndedStream;
import io.bulkhead.host.runtime.InferenceStatistics;
import io.bulkhead.host.runtime.StreamGate;
import io.bulkhead.host.telemetry.ServingMetrics;
import io.bulkhead.host.telemetry.tracing.TraceSpan;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** The data plane over the models that are loaded. */
public final class InferenceService implements DataPlane {
    private final ServerMetadata metadata;
    private final ModelRegistry registry;
    private final Readiness readiness;
    private final ServingMetrics metrics;
    private final ConfigurationReport configurations;
    private final ModelRoutes routes;
    private final RouteCalls routeCalls;
    private final Schedules schedules;
    private final SharedMemory sharedMemory;

    /**
     * Owns nothing of what it is given.
     *
     * @param rootModel whose endpoints lie on the root if several models have the same
     * @param sharedMemory where clients on this machine may leave tensors
     */
    public InferenceService(
            ServerMetadata metadata,
            ModelRegistry registry,
            Readiness readiness,
            ServingMetrics metrics,
            EffectiveSettings settings,
            Optional<String> rootModel,
            Schedules schedules,
            SharedMemory sharedMemory) {
        this.metadata = metadata;
        this.registry = registry;
        this.readiness = readiness;
        this.metrics = metrics;
        this.configurations = new ConfigurationReport(settings);
        this.routes = new ModelRoutes(registry, rootModel);
        this.routeCalls = new RouteCalls(registry, metrics);
        this.schedules = schedules;
        this.sharedMemory = sharedMemory;
    }

    @Override
    public boolean live() {
        return true;
    }

    @Override
    public boolean ready() {
        return readiness.isReady()
                && registry.all().stream().allMatch(model -> model.instance().ready());
    }

    @Override
    public ServerMetadata metadata() {
        return metadata;
    }

    @Override
    public SharedMemory sharedMemory() {
        return sharedMemory;
    }

    @Override
    public boolean modelReady(String model, String version) {
        try {
            return registry.find(model, version).instance().ready();
        } catch (ServingException e) {
            if (e.code() == ErrorCode.MODEL_NOT_READY) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public ModelDescription describe(String model, String version) {
        LoadedModel loaded = registry.find(model, version);
        ModelDefinition definition = loaded.definition();
        ModelSettings declared = definition.settings();
        ModelMetadata artifact = loaded.instance().metadata();
        String declaredType = declared.parameters().contentType();
        String contentType =
                declaredType.isEmpty() ? artifact.properties().contentType() : declaredType;
        return new ModelDescription(
                definition.id().name(),
                definition.versions(),
                declared.platform().isEmpty() ? artifact.platform() : declared.platform(),
                declared.inputs().isEmpty() ? artifact.inputs() : declared.inputs(),
                declared.outputs().isEmpty() ? artifact.outputs() : declared.outputs(),
                contentType.isEmpty() ? Parameters.empty() : Parameters.ofContentType(contentType));
    }

    @Override
    public ModelConfiguration configuration(String model, String version) {
        return configurations.of(registry.find(model, version));
    }

    @Override
    public List<InferenceCounts> statistics(String model, String version) {
        return asked(model, version).stream()
                .sorted(Comparator.comparing(loaded -> loaded.id().toString()))
                .map(InferenceService::counts)
                .toList();
    }

    private List<LoadedModel> asked(String model, String version) {
        if (model.isEmpty()) {
            return registry.all();
        }
        LoadedModel found = registry.find(model, version); // or it is unknown
        return version.isEmpty() ? registry.versions(model) : List.of(found);
    }

    private static InferenceCounts counts(LoadedModel model) {
        InferenceStatistics statistics = model.instance().statistics();
        return new InferenceCounts(
                model.id(),
                statistics.lastRequestMillis(),
                total(statistics.succeeded()),
                total(statistics.failed()),
                total(statistics.queued()),
                total(statistics.decoding()),
                total(statistics.computing()),
                total(statistics.encoding()));
    }

    private static InferenceCounts.Total total(InferenceStatistics.Total total) {
        return new InferenceCounts.Total(total.count(), total.nanos());
    }

    @Override
    public CompletionStage<InferenceAnswer> infer(
            String model, String version, InferenceRequest request, RequestContext context) {
        TraceSpan.of(context).model(model, version);
        long start = System.nanoTime();
        Outcome outcome = ok -> metrics.inferred(model, version, ok, System.nanoTime() - start);
        LoadedModel leased;
        try {
            leased = lease(model, version, request);
        } catch (ServingException e) {
            outcome.is(false);
            return CompletableFuture.failedFuture(e);
        }
        metrics.queued(leased.id(), leased.instance().waiting());
        return schedules.isAsked(leased, request)
                ? inferInTime(leased, request, context, outcome)
                : infer(leased, request, context, outcome);
    }

    /** Is told whether an inference succeeded, when it is over. */
    @FunctionalInterface
    private interface Outcome extends LeasedStream.Ended {
        void is(boolean success);

        @Override
        default void ended(boolean succeeded) {
            is(succeeded);
        }
    }

    private static CompletionStage<InferenceAnswer> infer(
            LoadedModel leased, InferenceRequest request, RequestContext context, Outcome outcome) {
        AnswerLease lease = new AnswerLease(leased);
        CompletionStage<InferenceResponse> stage = predict(leased, request, context, lease);
        if (stage instanceof CompletableFuture<InferenceResponse> future
                && future.isDone()
                && !future.isCompletedExceptionally()) {
            outcome.is(true);
            return CompletableFuture.completedFuture(
                    answer(leased, request, future.getNow(null), lease));
        }
        return stage.handle(
                (response, failure) -> {
                    outcome.is(failure == null);
                    if (failure != null) {
                        lease.close();
                        throw Failures.asServing(failure);
                    }
                    return answer(leased, request, response, lease);
                });
    }

    /** Never throws; fails with ServingException, maybe inside of a CompletionException. */
    private static CompletionStage<InferenceResponse> predict(
            LoadedModel leased, InferenceRequest request, RequestContext context, AnswerLife life) {
        Optional<Classification> asked;
        try {
            asked = classification(leased, request);
        } catch (ServingException e) {
            return CompletableFuture.failedFuture(e);
        }
        if (asked.isEmpty()) {
            return leased.instance().predict(request, context, life);
        }
        return leased.instance()
                .predict(asked.get().plain(request), context, life)
                .thenApply(asked.get()::classified);
    }

    private static Optional<Classification> classification(
            LoadedModel leased, InferenceRequest request) {
        return request.outputs().isEmpty()
                ? Optional.empty()
                : Classification.of(request, output -> ClassLabels.of(leased, output));
    }

    /**
     * Whoever comes first, the model or the deadline, answers; the lease ends with the model, as it
     * may go on after its time.
     */
    private CompletionStage<InferenceAnswer> inferInTime(
            LoadedModel leased, InferenceRequest request, RequestContext context, Outcome outcome) {
        ScheduledCall call;
        try {
            call = schedules.of(leased, request, context);
        } catch (ServingException e) {
            leased.release();
            outcome.is(false);
            return CompletableFuture.failedFuture(e);
        }
        CompletableFuture<InferenceAnswer> answer = new CompletableFuture<>();
        AnswerLease lease = new AnswerLease(leased);
        CompletionStage<InferenceResponse> stage =
                predict(leased, call.request(), call.context(), lease);
        call.start(answer::completeExceptionally);
        stage.whenComplete(
                (response, failure) -> {
                    call.stop();
                    if (failure != null) {
                        lease.close();
                        answer.completeExceptionally(Failures.asServing(failure));
                    } else {
                        answerInTime(answer(leased, request, response, lease), call, answer);
                    }
                });
        return answer.whenComplete((given, failure) -> outcome.is(failure == null));
    }

    private static void answerInTime(
            InferenceAnswer given, ScheduledCall call, CompletableFuture<InferenceAnswer> answer) {
        Optional<ServingException> late = call.lateness();
        late.ifPresent(answer::completeExceptionally);
        if (late.isPresent() || !answer.complete(given)) {
            given.close();
        }
    }

    private LoadedModel lease(String model, String version, InferenceRequest request) {
        LoadedModel leased = registry.lease(model, version);
        try {
            InputNames.requireDistinct(request.inputs());
        } catch (ServingException e) {
            leased.release();
            throw e;
        }
        return leased;
    }

    private static InferenceAnswer answer(
            LoadedModel model,
            InferenceRequest request,
            InferenceResponse response,
            AnswerLease lease) {
        return new InferenceAnswer(model.id(), request.id(), response, lease);
    }

    @Override
    public Optional<RouteTarget> route(String model, String version, String path) {
        return routes.ofModel(model, version, path);
    }

    @Override
    public Optional<RouteTarget> rootRoute(String path) {
        return routes.onRoot(path);
    }

    @Override
    public List<RouteTarget> rootRoutes() {
        return routes.allOnRoot();
    }

    @Override
    public List<RouteTarget> routes(String model, String version) {
        return routes.all(model, version);
    }

    @Override
    public RouteTarget routeOf(RouteTarget root, Optional<String> model) {
        return routes.named(root, model);
    }

    @Override
    public List<OpenAiModel> openAiModels() {
        return routes.openAiModels();
    }

    @Override
    public CompletionStage<RouteAnswer> call(
            RouteTarget target, String method, RouteRequest request, RequestContext context) {
        return routeCalls.call(target, method, request, context);
    }

    @Override
    public Flow.Publisher<StreamedAnswer> inferStream(
            String model, String version, InferenceRequest request, RequestContext context) {
        TraceSpan.of(context).model(model, version);
        return subscriber -> {
            long start = System.nanoTime();
            Outcome outcome = ok -> metrics.inferred(model, version, ok, System.nanoTime() - start);
            LoadedModel leased;
            try {
                leased = lease(model, version, request);
            } catch (ServingException e) {
                outcome.is(false);
                EndedStream.fail(subscriber, e);
                return;
            }
            metrics.queued(leased.id(), leased.instance().waiting());
            if (schedules.isAsked(leased, request)) {
                streamInTime(leased, request, context, subscriber, outcome);
            } else {
                LeasedStream stream = new LeasedStream(leased, request.id(), subscriber, outcome);
                predictStream(leased, request, context).subscribe(stream);
            }
        };
    }

    private void streamInTime(
            LoadedModel leased,
            InferenceRequest request,
            RequestContext context,
            Flow.Subscriber<? super StreamedAnswer> subscriber,
            Outcome outcome) {
        ScheduledCall call;
        try {
            call = schedules.of(leased, request, context);
        } catch (ServingException e) {
            leased.release();
            outcome.is(false);
            EndedStream.fail(subscriber, e);
            return;
        }
        LeasedStream.Ended ended =
                ok -> {
                    call.stop();
                    outcome.is(ok);
                };
        StreamGate<InferenceResponse> gate =
                new StreamGate<>(new LeasedStream(leased, request.id(), subscriber, ended));
        call.start(gate::fail);
        predictStream(leased, call.request(), call.context()).subscribe(gate);
    }

    private static Flow.Publisher<InferenceResponse> predictStream(
            LoadedModel leased, InferenceRequest request, RequestContext context) {
        Optional<Classification> asked;
        try {
            asked = classification(leased, request);
        } catch (ServingException e) {
            return subscriber -> EndedStream.fail(subscriber, e);
        }
        if (asked.isEmpty()) {
            return leased.instance().predictStream(request, context);
        }
        Flow.Publisher<InferenceResponse> answers =
                leased.instance().predictStream(asked.get().plain(request), context);
        return subscriber ->
                answers.subscribe(
                        new MappedStream(new StreamGate<>(subscriber), asked.get()::classified));
    }
}
