package io.bulkhead.host.controlplane;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs what is asked of one name one after the other, and what is asked of different names side by
 * side. Who asks for the same thing while it is still waiting joins it; once it is under way it may
 * have read what has changed since, so it is done once more.
 */
final class NameQueues {
    private record Tail(String what, AtomicBoolean started, CompletableFuture<Void> done) {}

    private final Executor executor;
    private final Map<String, Tail> tails = new HashMap<>();

    NameQueues(Executor executor) {
        this.executor = executor;
    }

    synchronized CompletionStage<Void> submit(String name, String what, Runnable task) {
        Tail tail = tails.get(name);
        if (tail != null
                && tail.what().equals(what)
                && !tail.started().get()
                && !tail.done().isDone()) {
            return tail.done();
        }
        CompletableFuture<?> before =
                tail == null ? CompletableFuture.completedFuture(null) : tail.done();
        AtomicBoolean started = new AtomicBoolean();
        CompletableFuture<Void> done =
                before.handle((nothing, failure) -> null)
                        .thenRunAsync(
                                () -> {
                                    started.set(true);
                                    task.run();
                                },
                                executor);
        tails.put(name, new Tail(what, started, done));
        CompletionStage<Void> watched = done;
        watched.whenComplete((nothing, failure) -> forget(name, done));
        return done;
    }

    private synchronized void forget(String name, CompletableFuture<Void> done) {
        Tail tail = tails.get(name);
        if (tail != null && tail.done() == done) {
            tails.remove(name);
        }
    }
}
