package io.bulkhead.host.plugin;

import io.bulkhead.host.environment.EnvironmentLease;
import java.util.List;

/**
 * The runtimes that a model may ask for, and the use of what they are made of.
 *
 * @param sources the nearest first
 * @param leases closed by whoever asked, when the model is closed
 */
public record ReachableRuntimes(List<RuntimeSource> sources, List<EnvironmentLease> leases) {
    /** Copies the lists. */
    public ReachableRuntimes {
        sources = List.copyOf(sources);
        leases = List.copyOf(leases);
    }
}
