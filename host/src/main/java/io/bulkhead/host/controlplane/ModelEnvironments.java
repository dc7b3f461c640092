package io.bulkhead.host.controlplane;

import io.bulkhead.host.environment.Environment;
import io.bulkhead.host.environment.EnvironmentLease;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a model is made of and what it may ask for: their files stay until the model is closed. Used
 * by one thread at a time.
 */
final class ModelEnvironments implements AutoCloseable {
    private final Predicate<Environment> forEver;
    private final List<EnvironmentLease> leases = new ArrayList<>();

    /**
     * @param forEver whether this process needs an environment's files until it ends, whoever has
     *     opened them
     */
    ModelEnvironments(Predicate<Environment> forEver) {
        this.forEver = forEver;
    }

    /** Takes a lease over. */
    void add(EnvironmentLease lease) {
        leases.add(lease);
    }

    @Override
    public void close() {
        leases.stream()
                .filter(lease -> !forEver.test(lease.environment()))
                .forEach(EnvironmentLease::close);
    }
}
