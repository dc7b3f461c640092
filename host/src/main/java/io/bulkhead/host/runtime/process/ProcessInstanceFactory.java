package io.bulkhead.host.runtime.process;

import io.bulkhead.api.ModelMetrics;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.host.plugin.PluginCall;
import io.bulkhead.host.runtime.ChildReason;
import io.bulkhead.host.runtime.InferenceStatistics;
import io.bulkhead.host.runtime.InstanceSpec;
import io.bulkhead.host.runtime.ModelInstance;
import io.bulkhead.host.runtime.ProcessLauncher;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/**
 * Opens models in child JVMs. Owns the threads that all of them share; the instances are their
 * openers', who close them before this.
 */
public final class ProcessInstanceFactory implements ProcessLauncher, AutoCloseable {
    private final ChildSettings settings;
    private final Function<ModelId, ModelMetrics> metrics;
    private final ChildThreads threads = new ChildThreads();

    /**
     * @param metrics where what a model logs in its child is counted
     */
    public ProcessInstanceFactory(ChildSettings settings, Function<ModelId, ModelMetrics> metrics) {
        this.settings = settings;
        this.metrics = metrics;
    }

    @Override
    public ModelInstance launch(InstanceSpec spec, int workers, ChildReason reason) {
        ModelId model = spec.definition().id();
        InferenceStatistics statistics = new InferenceStatistics();
        ChildReports reports = new ChildReports(metrics.apply(model), statistics);
        return launch(
                spec,
                workers,
                reason,
                new JvmProgram(spec, settings, threads, reports),
                statistics);
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
        ModelId model = spec.definition().id();
        List<Worker> started = new ArrayList<>();
        for (int i = 0; i < Math.max(1, workers); i++) {
            started.add(new Worker(spec, program, settings, threads));
        }
        try {
            // All at once: a second child costs no time, only memory.
            List<CompletionStage<Void>> ready = started.stream().map(Worker::start).toList();
            ready.forEach(ProcessInstanceFactory::await);
            Worker first = started.get(0);
            return new ProcessInstance(
                    model,
                    started,
                    program.words(),
                    metadata(first),
                    first.client().map(ChildCalls::routes).orElse(List.of()),
                    reason,
                    statistics);
        } catch (RuntimeException | Error e) {
            started.forEach(Worker::close);
            throw e;
        }
    }

    private ModelMetadata metadata(Worker worker) {
        return await(
                worker.client()
                        .map(client -> client.metadata(settings.heartbeatTimeout()))
                        .orElseGet(
                                () ->
                                        CompletableFuture.failedFuture(
                                                new LostCallException(
                                                        new IllegalStateException()))));
    }

    private static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw serving(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServingException(ErrorCode.UNAVAILABLE, "loading was interrupted", e);
        }
    }

    private static ServingException serving(Throwable failure) {
        Throwable cause = PluginCall.causeOf(failure);
        return cause instanceof ServingException known
                ? known
                : ServingException.loadFailed(
                        "the model's process ended right after it had loaded", cause);
    }

    /** Ends the shared threads; the instances must be closed before. */
    @Override
    public void close() {
        threads.close();
    }
}
