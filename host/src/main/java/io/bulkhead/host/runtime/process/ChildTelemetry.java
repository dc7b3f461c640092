package io.bulkhead.host.runtime.process;

import io.bulkhead.host.config.LogLevel;
import java.io.IOException;
import java.util.HashMap;
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

    static ChildTelemetry read(JsonObject json) throws IOException {
        return new ChildTelemetry(
                json.textMap("tracing"), json.flag("marksLog"), levels(json.textMap("levels")));
    }

    static Map<String, LogLevel> levels(Map<String, String> names) {
        Map<String, LogLevel> levels = new HashMap<>();
        names.forEach((logger, level) -> levels.put(logger, LogLevel.valueOf(level)));
        return levels;
    }
}
