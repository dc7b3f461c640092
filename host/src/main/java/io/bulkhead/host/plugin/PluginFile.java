package io.bulkhead.host.plugin;

import io.bulkhead.host.environment.Environment;
import io.bulkhead.host.environment.EnvironmentLease;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file or folder that was looked at: a plugin, one that cannot be used, or none.
 *
 * @param place where it lies, in words
 * @param lease on what is in it; empty if it is no plugin, or cannot be read
 * @param fault why it cannot be used; empty if it can, or is no plugin
 */
record PluginFile(Path path, String place, Optional<EnvironmentLease> lease, String fault)
        implements AutoCloseable {

    static PluginFile none(Path path, String place) {
        return new PluginFile(path, place, Optional.empty(), "");
    }

    static PluginFile broken(Path path, String place, String fault) {
        return new PluginFile(path, place, Optional.empty(), fault);
    }

    /** The same file, which cannot be used for this reason. */
    PluginFile refused(String reason) {
        return new PluginFile(path, place, lease, reason);
    }

    String name() {
        return String.valueOf(path.getFileName());
    }

    /** Whether it is a jar, zip or folder that has nothing to do with plugins. */
    boolean isNone() {
        return lease.isEmpty() && fault.isEmpty();
    }

    /** What can be opened; empty if there is nothing. */
    Optional<Environment> environment() {
        return fault.isEmpty() ? lease.map(EnvironmentLease::environment) : Optional.empty();
    }

    @Override
    public void close() {
        lease.ifPresent(EnvironmentLease::close);
    }
}
