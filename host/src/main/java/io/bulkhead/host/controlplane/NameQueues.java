package io.bulkhead.host.controlplane;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Runs what is asked of one name one after the other, and what is asked of different names side by
 * side. Who asks for the same thing while it is still waiting or under way joins it.
 */
final class NameQueues {
    private record Tail(String what, CompletableFuture<Void> done) {}

    private final Executor executor;
    private final Map<String, Tail> tails = new HashMap<>();

    NameQueues(Executor executor) {
        this.executor = executor;
    }

    synchronized CompletionStage<Void> submit(String name, String what, Runnable task) {
        Tail tail = tails.get(name);
        if (tail != null && tail.what().equals(what) && !tail.done().isDone()) {
            return tail.done();
        }
        CompletableFuture<?> before =
                tail == null ? CompletableFuture.completedFuture(null) : tail.done();
        CompletableFuture<Void> done =
                before.handle((nothing, failure) -> null).thenRunAsync(task, executor);
        tails.put(name, new Tail(what, done));
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
