package io.bulkhead.host.dataplane;

import io.bulkhead.api.ModelSettings;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.api.route.ModelRoute;
import io.bulkhead.api.route.RouteRequest;
import io.bulkhead.host.config.EffectiveSettings;
import io.bulkhead.host.config.ModelDefinition;
import io.bulkhead.host.model.LoadedModel;
import io.bulkhead.host.model.ModelRegistry;
import io.bulkhead.host.model.Readiness;
import io.bulkhead.host.runtime.InferenceStatistics;
import io.bulkhead.host.telemetry.ServingMetrics;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

/** The data plane over the models that are loaded. */
public final class InferenceService implements DataPlane {
    private final ServerMetadata metadata;
    private final ModelRegistry registry;
    private final Readiness readiness;
    private final ServingMetrics metrics;
    private final ConfigurationReport configurations;
    private final ModelRoutes routes;

    /**
     * Owns nothing of what it is given.
     *
     * @param rootModel whose endpoints lie on the root if several models have the same
     */
    public InferenceService(
            ServerMetadata metadata,
            ModelRegistry registry,
            Readiness readiness,
            ServingMetrics metrics,
            EffectiveSettings settings,
            Optional<String> rootModel) {
        this.metadata = metadata;
        this.registry = registry;
        this.readiness = readiness;
        this.metrics = metrics;
        this.configurations = new ConfigurationReport(settings);
        this.routes = new ModelRoutes(registry, rootModel);
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
        long start = System.nanoTime();
        LoadedModel leased;
        try {
            leased = lease(model, version, request);
        } catch (ServingException e) {
            metrics.inferred(model, version, false, System.nanoTime() - start);
            return CompletableFuture.failedFuture(e);
        }
        metrics.queued(leased.id(), leased.instance().waiting());
        CompletionStage<InferenceResponse> stage = leased.instance().predict(request, context);
        if (stage instanceof CompletableFuture<InferenceResponse> future
                && future.isDone()
                && !future.isCompletedExceptionally()) {
            metrics.inferred(model, version, true, System.nanoTime() - start);
            return CompletableFuture.completedFuture(answer(leased, request, future.getNow(null)));
        }
        return stage.handle(
                (response, failure) -> {
                    metrics.inferred(model, version, failure == null, System.nanoTime() - start);
                    if (failure != null) {
                        leased.release();
                        throw Failures.asServing(failure);
                    }
                    return answer(leased, request, response);
                });
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
            LoadedModel model, InferenceRequest request, InferenceResponse response) {
        return new InferenceAnswer(model.id(), request.id(), response, new Lease(model));
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
    public CompletionStage<RouteAnswer> call(
            RouteTarget target, String method, RouteRequest request, RequestContext context) {
        long start = System.nanoTime();
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
        boolean infers = route.purpose() == ModelRoute.Purpose.INFERENCE;
        if (infers) {
            metrics.queued(leased.id(), leased.instance().waiting());
        }
        return leased.instance()
                .call(route, request, context)
                .handle(
                        (response, failure) -> {
                            boolean good = failure == null && response.status() < 400;
                            if (infers) {
                                long nanos = System.nanoTime() - start;
                                metrics.inferred(target.model(), target.version(), good, nanos);
                            }
                            if (failure != null) {
                                leased.release();
                                throw Failures.asServing(failure);
                            }
                            return new RouteAnswer(response, new Lease(leased));
                        });
    }

    @Override
    public Flow.Publisher<StreamedAnswer> inferStream(
            String model, String version, InferenceRequest request, RequestContext context) {
        return subscriber -> {
            long start = System.nanoTime();
            LoadedModel leased;
            try {
                leased = lease(model, version, request);
            } catch (ServingException e) {
                metrics.inferred(model, version, false, System.nanoTime() - start);
                FailedStream.to(subscriber, e);
                return;
            }
            metrics.queued(leased.id(), leased.instance().waiting());
            Ended ended = ok -> metrics.inferred(model, version, ok, System.nanoTime() - start);
            leased.instance()
                    .predictStream(request, context)
                    .subscribe(new LeasedStream(leased, request.id(), subscriber, ended));
        };
    }

    /** Gives a model back once, however often it is closed. */
    private static final class Lease extends AtomicBoolean implements InferenceAnswer.Lease {
        private static final long serialVersionUID = 1L;

        private final transient LoadedModel model;

        Lease(LoadedModel model) {
            this.model = model;
        }

        @Override
        public void close() {
            if (compareAndSet(false, true)) {
                model.release();
            }
        }
    }

    /** Is told how a stream ended; one that is cancelled did not succeed. */
    @FunctionalInterface
    private interface Ended {
        void ended(boolean succeeded);
    }

    /** Holds the model until the stream is over, whoever ends it. */
    private static final class LeasedStream implements Flow.Subscriber<InferenceResponse> {
        private final ModelId id;
        private final String requestId;
        private final LoadedModel model;
        private final Flow.Subscriber<? super StreamedAnswer> target;
        private final Ended ended;
        private final AtomicBoolean over = new AtomicBoolean();

        LeasedStream(
                LoadedModel model,
                String requestId,
                Flow.Subscriber<? super StreamedAnswer> target,
                Ended ended) {
            this.id = model.id();
            this.requestId = requestId;
            this.model = model;
            this.target = target;
            this.ended = ended;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            target.onSubscribe(
                    new Flow.Subscription() {
                        @Override
                        public void request(long count) {
                            subscription.request(count);
                        }

                        @Override
                        public void cancel() {
                            subscription.cancel();
                            end(false);
                        }
                    });
        }

        private void end(boolean succeeded) {
            if (over.compareAndSet(false, true)) {
                ended.ended(succeeded);
                model.release();
            }
        }

        @Override
        public void onNext(InferenceResponse response) {
            target.onNext(new StreamedAnswer(id, requestId, response));
        }

        @Override
        public void onError(Throwable failure) {
            end(false);
            target.onError(Failures.asServing(failure));
        }

        @Override
        public void onComplete() {
            end(true);
            target.onComplete();
        }
    }
}
