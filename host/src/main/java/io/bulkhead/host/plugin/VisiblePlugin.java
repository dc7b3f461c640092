package io.bulkhead.host.plugin;

import io.bulkhead.host.environment.EnvironmentLease;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One plugin as a model sees it.
 *
 * @param needs what it is linked with
 */
record VisiblePlugin(PluginFile file, Description description, List<EnvironmentLease> needs) {
    Stream<RuntimeSource> runtimes() {
        return description.runtimes().keySet().stream();
    }

    /** Empty if it has no runtime, or was replaced this moment. */
    Optional<EnvironmentLease> lease() {
        return runtimes().findFirst().flatMap(this::lease);
    }

    Optional<EnvironmentLease> lease(RuntimeSource runtime) {
        return file.lease().flatMap(lease -> lease.with(needs, runtime.environment()));
    }
}
