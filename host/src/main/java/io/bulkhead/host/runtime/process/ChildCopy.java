package io.bulkhead.host.runtime.process;

import io.bulkhead.api.error.ServingException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** A copy of a model in one child, from the order to load it on. Thread-safe. */
final class ChildCopy {
    private final PoolMember member;
    private final CompletableFuture<Void> loaded = new CompletableFuture<>();
    private volatile boolean serves;
    private volatile Optional<String> refusal = Optional.empty();
    private volatile Optional<ChildCalls> calls = Optional.empty();

    private final AtomicBoolean further = new AtomicBoolean();

    ChildCopy(PoolMember member) {
        this.member = member;
    }

    PoolMember member() {
        return member;
    }

    /** Completes when it is loaded; fails with ServingException. */
    CompletableFuture<Void> loaded() {
        return loaded;
    }

    void hasGotFurther() {
        further.set(true);
    }

    /** Whether its load has got further since this was last asked. */
    boolean getsFurther() {
        return further.getAndSet(false);
    }

    void isLoaded() {
        serves = refusal.isEmpty();
        loaded.complete(null);
    }

    /** Nothing more becomes of it, unless it is loaded already. */
    void failed(ServingException why) {
        if (!serves) {
            refusal = Optional.of(why.reason());
            loaded.completeExceptionally(why);
        }
    }

    boolean hasFailed() {
        return refusal.isPresent();
    }

    /** Why it could not be loaded; empty if it could, or nobody knows yet. */
    Optional<String> refusal() {
        return refusal;
    }

    /** Calls to it, once it is loaded. */
    Optional<ChildCalls> calls(PoolProgram.Running child) {
        if (serves && calls.isEmpty()) {
            calls = Optional.of(child.calls(member)); // whoever comes first, it is the same
        }
        return calls;
    }
}
