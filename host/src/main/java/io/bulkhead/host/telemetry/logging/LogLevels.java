package io.bulkhead.host.telemetry.logging;

import ch.qos.logback.classic.Level;
import io.bulkhead.host.config.LogLevel;

/** Our levels as Logback's. */
final class LogLevels {
    private LogLevels() {}

    static Level of(LogLevel level) {
        return switch (level) {
            case OFF -> Level.OFF;
            case ERROR -> Level.ERROR;
            case WARNING -> Level.WARN;
            case INFO -> Level.INFO;
            case DEBUG -> Level.DEBUG;
            case TRACE -> Level.TRACE;
        };
    }

    static LogLevel of(Level level) {
        return switch (level.toInt()) {
            case Level.OFF_INT -> LogLevel.OFF;
            case Level.ERROR_INT -> LogLevel.ERROR;
            case Level.WARN_INT -> LogLevel.WARNING;
            case Level.INFO_INT -> LogLevel.INFO;
            case Level.DEBUG_INT -> LogLevel.DEBUG;
            default -> LogLevel.TRACE;
        };
    }
}
