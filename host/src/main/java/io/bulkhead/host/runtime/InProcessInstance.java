package io.bulkhead.host.runtime;

import io.bulkhead.api.Concurrency;
import io.bulkhead.api.Isolation;
import io.bulkhead.api.ModelMetrics;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.api.route.ModelRoute;
import io.bulkhead.api.route.RouteRequest;
import io.bulkhead.api.route.RouteResponse;
import io.bulkhead.host.config.SchedulePolicy;
import io.bulkhead.host.plugin.ModelPlugins;
import io.bulkhead.host.plugin.NativeLayers;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

/** A model in this JVM, behind a class loader of its own. Owns all that it is made of. */
public final class InProcessInstance implements ModelInstance {
    private final OpenModel open;
    private final ModelCalls calls;
    private final ModelMetadata metadata;
    private final ToldMetadata told;
    private final List<ModelRoute> routes;
    private final Concurrency concurrency;
    private final InferenceStatistics statistics;
    private final AtomicBoolean closed = new AtomicBoolean();

    private InProcessInstance(
            String name,
            SchedulePolicy policy,
            OpenModel open,
            ToldMetadata told,
            InferenceStatistics statistics,
            CallWatch watch) {
        this.open = open;
        this.told = told;
        this.concurrency = open.call("concurrency", open.model()::concurrency);
        this.metadata = open.call("metadata", open.model()::metadata);
        this.routes = List.copyOf(open.call("routes", open.model()::routes));
        open.run("warmUp", open.model()::warmUp);
        ModelThreads threads = new ModelThreads(name, concurrency, policy, open.loader());
        this.calls = new ModelCalls(name, open, concurrency, threads, statistics, watch);
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
        return load(spec, new ModelPlugins(layers), metrics, LoadProgress.UNLIMITED, CallWatch.OFF);
    }

    /**
     * As {@link #load(InstanceSpec, NativeLayers, ModelMetrics)}, with its load and its calls
     * watched.
     */
    public static InProcessInstance load(
            InstanceSpec spec,
            ModelPlugins plugins,
            ModelMetrics metrics,
            LoadProgress loading,
            CallWatch watch) {
        return load(spec, plugins, metrics, loading, ToldMetadata.silent(), watch);
    }

    /**
     * As the others.
     *
     * @param told what the model says of itself while it runs
     */
    public static InProcessInstance load(
            InstanceSpec spec,
            ModelPlugins plugins,
            ModelMetrics metrics,
            LoadProgress loading,
            ToldMetadata told,
            CallWatch watch) {
        String name = spec.definition().id().toString();
        InferenceStatistics statistics = new InferenceStatistics();
        OpenModel open =
                OpenModel.open(
                        spec,
                        name,
                        plugins,
                        metrics,
                        loading,
                        told,
                        codecs -> new TimedCodecs(codecs, statistics));
        try {
            return new InProcessInstance(
                    name, spec.definition().schedule(), open, told, statistics, watch);
        } catch (RuntimeException | Error e) {
            open.close();
            throw e;
        }
    }

    @Override
    public CompletionStage<InferenceResponse> predict(
            InferenceRequest request, RequestContext call) {
        return calls.predict(request, call);
    }

    @Override
    public CompletionStage<RouteResponse> call(
            ModelRoute route, RouteRequest request, RequestContext call) {
        return calls.call(route, request, call);
    }

    @Override
    public Flow.Publisher<InferenceResponse> predictStream(
            InferenceRequest request, RequestContext call) {
        return calls.predictStream(request, call);
    }

    @Override
    public ModelMetadata metadata() {
        return told.told().orElse(metadata);
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
        return calls.waiting();
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
        calls.close();
        open.close();
    }
}
