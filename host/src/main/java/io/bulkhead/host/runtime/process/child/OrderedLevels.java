package io.bulkhead.host.runtime.process.child;

import io.bulkhead.host.config.LogLevel;
import io.bulkhead.host.telemetry.logging.ServerLog;
import java.util.Map;
import java.util.Set;

/** The levels of the loggers here that the parent has ordered, beside our own. Thread-safe. */
final class OrderedLevels {
    private final ServerLog log;
    private Set<String> ordered = Set.of(); // guarded by this

    OrderedLevels(ServerLog log) {
        this.log = log;
    }

    /** Lets these loggers have these levels, and those that were ordered before their parents'. */
    synchronized void set(Map<String, LogLevel> levels) {
        ordered.stream().filter(name -> !levels.containsKey(name)).forEach(log::inherit);
        log.levels(levels);
        ordered = Set.copyOf(levels.keySet());
    }
}
