package io.bulkhead.host.plugin;

import io.bulkhead.host.environment.EnvironmentLease;

/**
 * A runtime with the use of what it is made of. Closed by whoever asked for it, when the models
 * made of it are closed.
 */
public record RuntimeLease(RuntimeSource source, EnvironmentLease environment)
        implements AutoCloseable {
    @Override
    public void close() {
        environment.close();
    }
}
