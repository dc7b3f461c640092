package io.bulkhead.host.runtime.process;

import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.host.runtime.InstanceSpec;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The models whose copies every child of a pool holds. Thread-safe. */
final class Crew {
    private final Optional<String> pool;
    private final PoolShape shape;
    private final ModelId founder;
    private final AtomicInteger numbers = new AtomicInteger();
    private final List<PoolMember> members = new CopyOnWriteArrayList<>();

    /**
     * @param pool its name; empty for the children of one model alone
     * @param founder the first model
     */
    Crew(Optional<String> pool, PoolShape shape, ModelId founder) {
        this.pool = pool;
        this.shape = shape;
        this.founder = founder;
    }

    /** What its children are like. */
    PoolShape shape() {
        return shape;
    }

    /** Whose settings say what its children are like. */
    ModelId founder() {
        return founder;
    }

    Optional<String> pool() {
        return pool;
    }

    /** For the log. */
    String label() {
        return pool.map(name -> "inference pool '" + name + "'").orElse("model " + founder);
    }

    List<PoolMember> members() {
        return List.copyOf(members);
    }

    /** Takes a copy of a model in; its children are told by whoever calls. */
    PoolMember enlist(InstanceSpec spec, ChildReports reports) {
        int number = pool.isPresent() ? numbers.incrementAndGet() : 0;
        PoolMember member = new PoolMember(new ChildModel(number, spec), reports);
        members.add(member);
        return member;
    }

    /**
     * @return whether that was the last one
     */
    boolean dismiss(PoolMember member) {
        return members.remove(member) && members.isEmpty();
    }
}
