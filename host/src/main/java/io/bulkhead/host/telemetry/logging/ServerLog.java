package io.bulkhead.host.telemetry.logging;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import io.bulkhead.host.config.LogLevel;
import io.bulkhead.host.config.ServerSettings;
import io.bulkhead.host.config.SettingsException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * This process's log, as the settings want it. Lines of the access log are written by a thread of
 * their own, so that a terminal that does not keep up costs lines and no answers.
 */
public final class ServerLog implements AutoCloseable {
    private static final String APPENDER = "stdout";
    private static final String ACCESS_APPENDER = "access";
    private static final int MAX_WAITING_ACCESS_LINES = 8_192;

    private final LoggerContext context;
    private final Optional<LineEncoder> encoder;

    ServerLog(LoggerContext context) {
        this.context = context;
        this.encoder = encoder(context);
    }

    /**
     * Sets the log of this process up.
     *
     * @throws SettingsException if the settings name a Logback file that is none
     */
    public static ServerLog configure(ServerSettings settings) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Optional<Path> file = settings.observability().logback();
        file.ifPresent(path -> read(path, context));
        takeOverJavaLogging();
        ServerLog log = new ServerLog(context);
        if (settings.observability().structuredLogs()) {
            log.use(LogFormat.JSON);
        }
        if (file.isEmpty()) {
            log.separateAccessLog();
            log.level(LogNames.ACCESS, settings.debug() ? LogLevel.INFO : LogLevel.OFF);
        }
        log.levels(levels(settings));
        return log;
    }

    /** The levels that the settings ask for, by the names of loggers. */
    public static Map<String, LogLevel> levels(ServerSettings settings) {
        Map<String, LogLevel> levels = new LinkedHashMap<>();
        if (settings.debug()) {
            levels.put("bulkhead", LogLevel.DEBUG);
        }
        levels.putAll(settings.observability().levels());
        return levels;
    }

    /** Sets levels of loggers; an empty name is the root. */
    public void levels(Map<String, LogLevel> levels) {
        levels.forEach(this::level);
    }

    /** The log as it is. */
    public static ServerLog ofProcess() {
        return new ServerLog((LoggerContext) LoggerFactory.getILoggerFactory());
    }

    /** gRPC and OpenTelemetry log by the JDK, which would print past us. */
    static void takeOverJavaLogging() {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    private static void read(Path file, LoggerContext context) {
        context.reset();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        try {
            configurator.doConfigure(file.toFile());
        } catch (JoranException e) {
            throw new SettingsException(
                    List.of(
                            "logging_settings: "
                                    + file
                                    + " is no Logback file: "
                                    + e.getMessage()));
        }
    }

    private static Optional<LineEncoder> encoder(LoggerContext context) {
        return context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender(APPENDER)
                                instanceof OutputStreamAppender<ILoggingEvent> appender
                        && appender.getEncoder() instanceof LineEncoder lines
                ? Optional.of(lines)
                : Optional.empty();
    }

    private void separateAccessLog() {
        Appender<ILoggingEvent> output =
                context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender(APPENDER);
        Logger access = context.getLogger(LogNames.ACCESS);
        if (output == null || access.getAppender(ACCESS_APPENDER) != null) {
            return;
        }
        AsyncAppender queue = new AsyncAppender();
        queue.setContext(context);
        queue.setName(ACCESS_APPENDER);
        queue.setQueueSize(MAX_WAITING_ACCESS_LINES);
        queue.setDiscardingThreshold(0); // until it is full
        queue.setNeverBlock(true);
        queue.addAppender(output);
        queue.start();
        access.addAppender(queue);
        access.setAdditive(false);
    }

    /** The format of the lines; empty if a Logback file decides about it. */
    Optional<LogFormat> format() {
        return encoder.map(LineEncoder::format);
    }

    void use(LogFormat format) {
        encoder.ifPresent(lines -> lines.use(format));
    }

    /** The level that applies to a logger. */
    LogLevel level(String name) {
        return LogLevels.of(logger(name).getEffectiveLevel());
    }

    /** Sets a logger's level; empty is the root. */
    void level(String name, LogLevel level) {
        logger(name).setLevel(LogLevels.of(level));
    }

    /** Whether anything is logged under this name or below it. */
    boolean knows(String name) {
        return name.isEmpty() || context.exists(LogNames.inCode(name)) != null;
    }

    /** Lets a logger have its parent's level again. */
    public void inherit(String name) {
        logger(name).setLevel(name.isEmpty() ? Level.INFO : null);
    }

    private Logger logger(String name) {
        return context.getLogger(
                name.isEmpty() ? org.slf4j.Logger.ROOT_LOGGER_NAME : LogNames.inCode(name));
    }

    /** Levels of loggers that have one of their own, by their shown names. */
    Map<String, LogLevel> levels() {
        return context.getLoggerList().stream()
                .filter(logger -> logger.getLevel() != null)
                .filter(logger -> !logger.getName().equals(org.slf4j.Logger.ROOT_LOGGER_NAME))
                .collect(
                        Collectors.toMap(
                                logger -> LogNames.shown(logger.getName()),
                                logger -> LogLevels.of(logger.getLevel())));
    }

    /** Whether lines of this level are kept out. */
    boolean isClosed(LogLevel level) {
        return context.getTurboFilterList().stream()
                .anyMatch(
                        filter ->
                                filter instanceof LevelGates gates
                                        && gates.closed().contains(LogLevels.of(level)));
    }

    /** Keeps lines of these levels out, and of no others. Nothing is asked per line if none is. */
    void close(Set<LogLevel> levels) {
        List<TurboFilter> others =
                context.getTurboFilterList().stream()
                        .filter(filter -> !(filter instanceof LevelGates))
                        .toList();
        context.resetTurboFilterList();
        others.forEach(context::addTurboFilter);
        if (!levels.isEmpty()) {
            Set<Level> closed =
                    levels.stream().map(LogLevels::of).collect(Collectors.toUnmodifiableSet());
            LevelGates gates = new LevelGates(closed);
            gates.setContext(context);
            gates.start();
            context.addTurboFilter(gates);
        }
    }

    /** Writes the lines that wait; nothing is logged afterwards. */
    @Override
    public void close() {
        context.stop();
    }
}
