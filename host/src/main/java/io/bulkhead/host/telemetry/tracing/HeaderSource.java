package io.bulkhead.host.telemetry.tracing;

import org.jspecify.annotations.Nullable;

/** The headers of a request. */
@FunctionalInterface
public interface HeaderSource {
    /**
     * The first value of a header.
     *
     * @param name in lower case
     */
    @Nullable String header(String name);
}
