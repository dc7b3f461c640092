package io.bulkhead.host.runtime.process;

import io.bulkhead.host.config.LogLevel;
import java.util.Map;

/**
 * What a child tells of its work, beside its metrics.
 *
 * @param tracing properties of OpenTelemetry's SDK; none: it does not trace
 * @param marksLog whether its log names the request
 * @param levels of its loggers
 */
public record ChildTelemetry(
        Map<String, String> tracing, boolean marksLog, Map<String, LogLevel> levels) {
    /** The least. */
    public static final ChildTelemetry LEAST = new ChildTelemetry(Map.of(), false, Map.of());

    /** Copies the maps. */
    public ChildTelemetry {
        tracing = Map.copyOf(tracing);
        levels = Map.copyOf(levels);
    }
}
