package io.bulkhead.host.runtime.process;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.host.config.LogLevel;
import io.bulkhead.host.runtime.InstanceSpec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which models share which children. A pool is there from its first model to its last. Thread-safe.
 */
final class ChildPools {
    private final ChildSettings settings;
    private final ChildThreads threads;
    private final CrashReports crashes;
    private final LevelsOfChildren levels = new LevelsOfChildren();
    private final Map<String, ChildPool> shared = new HashMap<>(); // guarded by this
    private final Set<ChildPool> all = new HashSet<>(); // guarded by this

    ChildPools(ChildSettings settings, ChildThreads threads, CrashReports crashes) {
        this.crashes = crashes;
        this.settings = settings;
        this.threads = threads;
    }

    /** A copy of a model and the pool that it is in. Whoever has joined leaves. */
    record Membership(ChildPool pool, PoolMember member) {}

    /**
     * Finds or makes the pool of a model and takes it in; nothing is loaded yet.
     *
     * @param workers how many children the model wants
     * @throws ServingException if the pool's children are not what the model wants
     */
    synchronized Membership join(InstanceSpec spec, int workers, ChildReports reports) {
        PoolShape shape = PoolShape.of(spec, workers);
        ModelId model = spec.definition().id();
        Optional<String> name = spec.definition().child().pool();
        ChildPool pool =
                name.flatMap(known -> open(known, model))
                        .orElseGet(() -> ofJvms(new Crew(name, shape, model)));
        requireFit(pool.crew(), shape);
        name.ifPresent(known -> shared.put(known, pool));
        all.add(pool);
        return new Membership(pool, pool.enlist(spec, reports));
    }

    private ChildPool ofJvms(Crew crew) {
        return new ChildPool(
                crew, new JvmProgram(crew, settings, threads, levels, crashes), settings, threads);
    }

    /** A pool of a model alone, whose children run another program. */
    synchronized Membership alone(
            InstanceSpec spec, int workers, ChildReports reports, ChildProgram program) {
        Crew crew = new Crew(Optional.empty(), PoolShape.of(spec, workers), spec.definition().id());
        ChildPool pool = new ChildPool(crew, new LoneProgram(program), settings, threads);
        all.add(pool);
        return new Membership(pool, pool.enlist(spec, reports));
    }

    /**
     * The pool of this name, if another model is in it: one that only has copies of this model is
     * replaced, as the children of a model on its own are; and so is one that has lost a child for
     * good, to which nobody else is to be tied.
     */
    private Optional<ChildPool> open(String name, ModelId model) {
        return Optional.ofNullable(shared.get(name))
                .filter(ChildPool::isWhole)
                .filter(
                        pool ->
                                pool.crew().members().stream()
                                        .anyMatch(member -> !member.id().equals(model)));
    }

    private static void requireFit(Crew crew, PoolShape wanted) {
        Optional<String> difference = crew.shape().difference(wanted);
        if (difference.isPresent()) {
            throw ServingException.loadFailed(
                    "it cannot live in "
                            + crew.label()
                            + ", whose child JVMs run with "
                            + difference.get()
                            + ", as model '"
                            + crew.founder()
                            + "' has it; let them agree or name another inference_pool_gid",
                    null);
        }
    }

    /** Takes a copy of a model out, and ends the pool with its last one. */
    void leave(Membership membership) {
        if (dismiss(membership)) {
            membership.pool().close();
        } else {
            membership.pool().unload(membership.member());
        }
    }

    private synchronized boolean dismiss(Membership membership) {
        ChildPool pool = membership.pool();
        boolean last = pool.crew().dismiss(membership.member());
        if (last) {
            all.remove(pool);
            pool.crew().pool().ifPresent(name -> shared.remove(name, pool));
        }
        return last;
    }

    /** Sets the levels of the loggers in all children, those to come included. Never blocks. */
    void levels(Map<String, LogLevel> wanted) {
        levels.set(wanted);
        threads.waiting().execute(this::tellLevels);
    }

    /** One at a time, and always the newest: so the last change is the one that stays. */
    private void tellLevels() {
        synchronized (levels) {
            List<ChildPool> pools;
            synchronized (this) {
                pools = List.copyOf(all);
            }
            levels.current()
                    .ifPresent(
                            now ->
                                    pools.forEach(
                                            pool ->
                                                    pool.workers()
                                                            .forEach(
                                                                    worker -> worker.levels(now))));
        }
    }
}
