package io.bulkhead.host.runtime.process;

import io.bulkhead.host.config.LogLevel;
import java.util.Map;
import java.util.Optional;

/** The levels that loggers in children have, since somebody changed them. Thread-safe. */
final class LevelsOfChildren {
    private volatile Optional<Map<String, LogLevel>> current = Optional.empty();

    void set(Map<String, LogLevel> levels) {
        current = Optional.of(Map.copyOf(levels));
    }

    /** Empty as long as they are as they were at the start. */
    Optional<Map<String, LogLevel>> current() {
        return current;
    }

    /** What a child that starts now is told. */
    ChildTelemetry in(ChildTelemetry atStart) {
        return current.map(atStart::withLevels).orElse(atStart);
    }
}
