package io.bulkhead.host.telemetry.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Set;
import org.slf4j.Marker;

/** Keeps lines of single levels out of the log, whatever their loggers' levels are. */
final class LevelGates extends TurboFilter {
    private final Set<Level> closed;

    LevelGates(Set<Level> closed) {
        this.closed = Set.copyOf(closed);
    }

    Set<Level> closed() {
        return closed;
    }

    @Override
    public FilterReply decide(
            Marker marker,
            Logger logger,
            Level level,
            String format,
            Object[] parameters,
            Throwable failure) {
        return closed.contains(level) ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
}
