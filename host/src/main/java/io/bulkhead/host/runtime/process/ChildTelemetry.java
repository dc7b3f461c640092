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
 * @param leaks whether it looks what unloaded models leave behind
 */
public record ChildTelemetry(
        Map<String, String> tracing,
        boolean marksLog,
        Map<String, LogLevel> levels,
        LeakCheck leaks) {
    /** The least. */
    public static final ChildTelemetry LEAST =
            new ChildTelemetry(Map.of(), false, Map.of(), LeakCheck.NONE);

    /**
     * Whether unloaded models are gone; of use to children that outlive a model, see {@code
     * LeakSentinel}.
     *
     * @param afterMillis zero: nobody looks
     * @param maxDumpBytes heaps that are larger are not dumped
     */
    public record LeakCheck(long afterMillis, long maxDumpBytes) {
        /** Nobody looks. */
        public static final LeakCheck NONE = new LeakCheck(0, 0);
    }

    /** Copies the maps. */
    public ChildTelemetry {
        tracing = Map.copyOf(tracing);
        levels = Map.copyOf(levels);
    }

    static ChildTelemetry read(JsonObject json) throws IOException {
        return new ChildTelemetry(
                json.textMap("tracing"),
                json.flag("marksLog"),
                levels(json.textMap("levels")),
                leaks(json.object("leaks")));
    }

    private static LeakCheck leaks(JsonObject json) throws IOException {
        return new LeakCheck(json.longNumber("afterMillis"), json.longNumber("maxDumpBytes"));
    }

    /** For a child that ends with its model, and all that this leaves behind with it. */
    ChildTelemetry withoutLeakCheck() {
        return new ChildTelemetry(tracing, marksLog, levels, LeakCheck.NONE);
    }

    ChildTelemetry withLevels(Map<String, LogLevel> others) {
        return new ChildTelemetry(tracing, marksLog, others, leaks);
    }

    static Map<String, LogLevel> levels(Map<String, String> names) {
        Map<String, LogLevel> levels = new HashMap<>();
        names.forEach((logger, level) -> levels.put(logger, LogLevel.valueOf(level)));
        return levels;
    }
}
