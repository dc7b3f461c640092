package io.bulkhead.host.runtime.process;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.host.plugin.PluginCall;
import io.bulkhead.host.runtime.InstanceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/**
 * A set of child JVMs and the models that live in each of them: one model, or those that name the
 * same inference pool. Thread-safe.
 */
final class ChildPool implements AutoCloseable {
    private final Crew crew;
    private final PoolProgram program;
    private final List<Worker> workers = new ArrayList<>();
    private boolean started; // guarded by this

    ChildPool(Crew crew, PoolProgram program, ChildSettings settings, ChildThreads threads) {
        this.crew = crew;
        this.program = program;
        for (int i = 0; i < crew.shape().workers(); i++) {
            workers.add(new Worker(crew, program, settings, threads));
        }
    }

    Crew crew() {
        return crew;
    }

    /** What its children are, in words. */
    String words() {
        return program.words();
    }

    List<Worker> workers() {
        return List.copyOf(workers);
    }

    PoolMember enlist(InstanceSpec spec, ChildReports reports) {
        return crew.enlist(spec, reports);
    }

    /** Whether it is of use to one more model. */
    boolean isWhole() {
        return workers.stream().noneMatch(Worker::quarantined);
    }

    /**
     * Loads a member in all children; returns when it is ready to predict.
     *
     * @throws ServingException if it cannot be loaded; the caller dismisses it then
     */
    void load(PoolMember member) {
        if (startsNow()) {
            // All at once: a second child costs no time, only memory.
            workers.forEach(Worker::start);
            workers.stream().map(worker -> worker.load(member)).toList().forEach(ChildPool::await);
        } else {
            // One by one: a model that kills the child it is loaded in shall kill one only.
            workers.forEach(worker -> await(worker.load(member)));
        }
    }

    private synchronized boolean startsNow() {
        boolean first = !started;
        started = true;
        return first;
    }

    static <T> T await(CompletionStage<T> stage) {
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

    /** Closes the member's copies; the others live on. */
    void unload(PoolMember member) {
        workers.forEach(worker -> worker.unload(member));
    }

    @Override
    public void close() {
        workers.forEach(Worker::close);
    }
}
