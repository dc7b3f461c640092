package io.bulkhead.host.telemetry.logging;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.host.config.LogLevel;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Triton's log settings over our log. Beyond Triton's there is one per logger, {@code
 * log_level.<logger>}. Above 0, {@code log_verbose_level} turns on what the server's own code has
 * to say at DEBUG, and the access log; above 1 at TRACE.
 */
public final class LogSettings implements LogControl {
    private static final String FILE = "log_file";
    private static final String FORMAT = "log_format";
    private static final String VERBOSE = "log_verbose_level";
    private static final String LEVEL = "log_level.";
    private static final String ROOT = LEVEL + "root";
    private static final String OWN = "bulkhead";
    private static final String OTHER_FORMAT = "logback.xml";

    private static final Map<String, LogLevel> GATES =
            Map.of(
                    "log_info", LogLevel.INFO,
                    "log_warning", LogLevel.WARNING,
                    "log_error", LogLevel.ERROR);

    private final ServerLog log;
    private final Consumer<Map<String, LogLevel>> changed;
    private final Map<String, Object> atStart;
    private final long verboseAtStart;
    private long verbose; // guarded by this

    /** What is set now is what {@code null} goes back to. */
    public LogSettings(ServerLog log) {
        this(log, levels -> {});
    }

    /**
     * What is set now is what {@code null} goes back to.
     *
     * @param changed told the levels of all loggers that have one, after each change; empty is the
     *     root
     */
    public LogSettings(ServerLog log, Consumer<Map<String, LogLevel>> changed) {
        this.log = log;
        this.changed = changed;
        this.verboseAtStart = verboseOf(log.level(OWN));
        this.verbose = verboseAtStart;
        this.atStart = Map.copyOf(settings());
    }

    private static long verboseOf(LogLevel level) {
        return switch (level) {
            case TRACE -> 2;
            case DEBUG -> 1;
            default -> 0;
        };
    }

    @Override
    public synchronized Map<String, Object> settings() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put(FILE, "");
        for (String gate : List.of("log_info", "log_warning", "log_error")) {
            all.put(gate, !log.isClosed(gate(gate)));
        }
        all.put(VERBOSE, verbose);
        all.put(FORMAT, log.format().map(LogFormat::label).orElse(OTHER_FORMAT));
        all.put(ROOT, log.level("").name());
        new TreeMap<>(log.levels()).forEach((name, level) -> all.put(LEVEL + name, level.name()));
        return all;
    }

    private static LogLevel gate(String setting) {
        LogLevel level = GATES.get(setting);
        if (level == null) {
            throw new IllegalArgumentException(setting);
        }
        return level;
    }

    @Override
    public synchronized Map<String, Object> update(Map<String, @Nullable Object> changes) {
        List<Runnable> steps = new ArrayList<>();
        changes.forEach((name, value) -> steps.add(step(name, value)));
        steps.forEach(Runnable::run);
        if (!steps.isEmpty()) {
            Map<String, LogLevel> levels = new HashMap<>(log.levels());
            levels.put("", log.level(""));
            changed.accept(levels);
        }
        return settings();
    }

    /** What this change does; nothing is done yet. */
    private Runnable step(String name, @Nullable Object wanted) {
        if (name.equals(FILE)) {
            throw wrong(name, "it cannot be changed while the server runs");
        }
        Object value = wanted == null ? atStart.get(name) : wanted;
        if (name.startsWith(LEVEL)) {
            return levelStep(name, value);
        }
        if (GATES.containsKey(name)) {
            boolean open = as(Boolean.class, name, value, "true or false");
            return () -> open(gate(name), open);
        }
        return switch (name) {
            case VERBOSE -> wanted == null ? this::verboseAsAtStart : verboseStep(value);
            case FORMAT -> formatStep(value);
            default -> throw unknown(name);
        };
    }

    private Runnable levelStep(String name, @Nullable Object value) {
        String logger = name.equals(ROOT) ? "" : name.substring(LEVEL.length());
        if (!log.knows(logger)) {
            throw wrong(name, "there is no such logger");
        }
        if (value == null) {
            return () -> log.inherit(logger);
        }
        Optional<LogLevel> level = LogLevel.of(String.valueOf(value));
        if (level.isEmpty()) {
            throw wrong(name, "one of " + LogLevel.names() + " is wanted, found " + shown(value));
        }
        return () -> log.level(logger, level.get());
    }

    private void open(LogLevel level, boolean open) {
        Set<LogLevel> closed = EnumSet.noneOf(LogLevel.class);
        GATES.values().stream().filter(log::isClosed).forEach(closed::add);
        if (open) {
            closed.remove(level);
        } else {
            closed.add(level);
        }
        log.close(closed);
    }

    private Runnable verboseStep(@Nullable Object value) {
        long level = as(Long.class, VERBOSE, value, "an integer from 0 on");
        if (level < 0) {
            throw wrong(VERBOSE, "an integer from 0 on is wanted, found " + level);
        }
        return () -> {
            verbose = level;
            log.level(
                    OWN, level == 0 ? LogLevel.INFO : level == 1 ? LogLevel.DEBUG : LogLevel.TRACE);
            log.level(LogNames.ACCESS, level == 0 ? LogLevel.OFF : LogLevel.INFO);
        };
    }

    private void verboseAsAtStart() {
        verbose = verboseAtStart;
        levelAsAtStart(OWN);
        levelAsAtStart(LogNames.ACCESS);
    }

    private void levelAsAtStart(String logger) {
        Optional.ofNullable(atStart.get(LEVEL + logger))
                .flatMap(level -> LogLevel.of(level.toString()))
                .ifPresentOrElse(level -> log.level(logger, level), () -> log.inherit(logger));
    }

    private Runnable formatStep(@Nullable Object value) {
        String label = as(String.class, FORMAT, value, "text");
        if (log.format().isEmpty()) {
            throw wrong(FORMAT, "the server's logback.xml decides about it");
        }
        LogFormat format =
                LogFormat.of(label)
                        .orElseThrow(
                                () ->
                                        wrong(
                                                FORMAT,
                                                "default, ISO8601 or json is wanted, found "
                                                        + shown(label)));
        return () -> log.use(format);
    }

    private static <T> T as(Class<T> type, String name, @Nullable Object value, String wanted) {
        if (!type.isInstance(value)) {
            throw wrong(name, wanted + " is wanted, found " + shown(value));
        }
        return type.cast(value);
    }

    private static String shown(@Nullable Object value) {
        return value instanceof String text ? "'" + text + "'" : String.valueOf(value);
    }

    private static ServingException wrong(String name, String why) {
        return ServingException.invalidArgument("log setting '" + name + "': " + why);
    }

    private ServingException unknown(String name) {
        return ServingException.invalidArgument(
                "unknown log setting '"
                        + name
                        + "'; there are log_info, log_warning, log_error, log_verbose_level,"
                        + " log_format and log_level.<logger>");
    }
}
