package io.bulkhead.host.runtime.process;

import io.bulkhead.api.error.ServingException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The models of one child, loaded or not yet. Thread-safe. */
final class ChildCopies implements PoolProgram.Listener {
    private final Map<Integer, ChildCopy> copies = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> serves = new CompletableFuture<>();
    private final CompletableFuture<String> useless = new CompletableFuture<>();

    ChildCopies(Collection<PoolMember> members) {
        members.forEach(this::add);
    }

    /** Empty if it is here already. */
    Optional<ChildCopy> add(PoolMember member) {
        ChildCopy copy = new ChildCopy(member);
        return copies.putIfAbsent(member.number(), copy) == null
                ? Optional.of(copy)
                : Optional.empty();
    }

    Optional<ChildCopy> of(PoolMember member) {
        return Optional.ofNullable(copies.get(member.number()));
    }

    /** Forgets it; false if it is not here. */
    boolean remove(PoolMember member) {
        return copies.remove(member.number()) != null;
    }

    List<ChildCopy> all() {
        return List.copyOf(copies.values());
    }

    /** Completes when the first model is loaded. */
    CompletableFuture<Void> serves() {
        return serves;
    }

    /** Completes with the reason when no model is loaded, or will be. */
    CompletableFuture<String> useless() {
        return useless;
    }

    @Override
    public void ready(PoolMember member) {
        serves.complete(null);
        of(member).ifPresent(ChildCopy::isLoaded);
    }

    @Override
    public void stillLoading(PoolMember member) {
        of(member).ifPresent(ChildCopy::hasGotFurther);
    }

    @Override
    public void failed(PoolMember member, ServingException reason) {
        of(member).ifPresent(copy -> copy.failed(reason));
        if (copies.values().stream().allMatch(ChildCopy::hasFailed)) {
            useless.complete("could not load the model: " + reason.reason());
        }
    }

    /** The process has ended: nothing is loaded any more. */
    void ended(ServingException reason) {
        copies.values().forEach(copy -> copy.failed(reason));
    }
}
