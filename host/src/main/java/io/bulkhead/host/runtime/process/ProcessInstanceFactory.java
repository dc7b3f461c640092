package io.bulkhead.host.runtime.process;

import io.bulkhead.api.ModelMetrics;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.api.route.ModelRoute;
import io.bulkhead.host.config.LogLevel;
import io.bulkhead.host.runtime.ChildReason;
import io.bulkhead.host.runtime.InferenceStatistics;
import io.bulkhead.host.runtime.InstanceSpec;
import io.bulkhead.host.runtime.ModelInstance;
import io.bulkhead.host.runtime.ProcessLauncher;
import io.bulkhead.host.runtime.ToldMetadata;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Opens models in child JVMs. Owns the threads that all of them share; the instances are their
 * openers', who close them before this.
 */
public final class ProcessInstanceFactory implements ProcessLauncher, AutoCloseable {
    private final ChildSettings settings;
    private final Function<ModelId, ModelMetrics> metrics;
    private final ChildThreads threads = new ChildThreads();
    private final ChildPools pools;

    /**
     * @param metrics where what a model logs in its child is counted
     */
    public ProcessInstanceFactory(ChildSettings settings, Function<ModelId, ModelMetrics> metrics) {
        this(settings, metrics, settings.temporary().resolve("crashes"));
    }

    /**
     * @param metrics where what a model logs in its child is counted
     * @param crashes where the reports of JVMs are kept that native code has crashed
     */
    public ProcessInstanceFactory(
            ChildSettings settings, Function<ModelId, ModelMetrics> metrics, Path crashes) {
        this.settings = settings;
        this.metrics = metrics;
        this.pools = new ChildPools(settings, threads, new CrashReports(crashes));
    }

    @Override
    public ModelInstance launch(InstanceSpec spec, int workers, ChildReason reason) {
        return open(pools.join(spec, workers, reports(spec, new InferenceStatistics())), reason);
    }

    /**
     * Loads a model in children that run this program; returns when it is ready to predict.
     *
     * @param statistics what the children tell of the model's work
     * @throws ServingException if it cannot be loaded; nothing is left then
     */
    public ModelInstance launch(
            InstanceSpec spec,
            int workers,
            ChildReason reason,
            ChildProgram program,
            InferenceStatistics statistics) {
        return open(pools.alone(spec, workers, reports(spec, statistics), program), reason);
    }

    private ChildReports reports(InstanceSpec spec, InferenceStatistics statistics) {
        return new ChildReports(
                metrics.apply(spec.definition().id()), statistics, ToldMetadata.silent());
    }

    private ModelInstance open(ChildPools.Membership membership, ChildReason reason) {
        try {
            membership.pool().load(membership.member());
            return new ProcessInstance(
                    pools, membership, metadata(membership), routes(membership), reason);
        } catch (RuntimeException | Error e) {
            pools.leave(membership);
            throw e;
        }
    }

    private static List<ModelRoute> routes(ChildPools.Membership membership) {
        return membership
                .pool()
                .workers()
                .get(0)
                .client(membership.member())
                .map(ChildCalls::routes)
                .orElse(List.of());
    }

    private ModelMetadata metadata(ChildPools.Membership membership) {
        Worker worker = membership.pool().workers().get(0);
        return ChildPool.await(
                worker.client(membership.member())
                        .map(client -> client.metadata(settings.loadTimeout()))
                        .orElseGet(
                                () ->
                                        CompletableFuture.failedFuture(
                                                new LostCallException(
                                                        new IllegalStateException()))));
    }

    /** What all children share; ends with this. */
    public ChildThreads threads() {
        return threads;
    }

    /** Sets the levels of the loggers in all children by their names; empty is the root. */
    public void levels(Map<String, LogLevel> levels) {
        pools.levels(levels);
    }

    /** Ends the shared threads; the instances must be closed before. */
    @Override
    public void close() {
        threads.close();
    }
}
