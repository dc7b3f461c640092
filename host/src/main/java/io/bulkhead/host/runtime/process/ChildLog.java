package io.bulkhead.host.runtime.process;

import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.host.telemetry.logging.LogFields;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * A child's lines in the host's log, under the model's name: what is logged there as it was logged,
 * with level, logger and stack trace; what else it prints as it comes. Called by threads that do
 * nothing else.
 */
public final class ChildLog implements Consumer<String> {
    private static final String PRINTED = "bulkhead.child";

    /** Loggers are never forgotten, so a model must not make them by the thousand. */
    private static final int MAX_LOGGERS = 500;

    private final Optional<String> pool;
    private final ModelId model;
    private final Set<String> loggers = ConcurrentHashMap.newKeySet();

    ChildLog(Crew crew) {
        this.pool = crew.pool();
        this.model = crew.founder();
    }

    /** Of a model's own children. */
    public ChildLog(ModelId model) {
        this.pool = Optional.empty();
        this.model = model;
    }

    /** A line that the child's JVM, its libraries or the model printed. */
    @Override
    public void accept(String line) {
        String text = pool.map(name -> "inference pool '" + name + "': " + line).orElse(line);
        log(new ChildMessage.Logged(Level.INFO, PRINTED, text, "", Map.of()));
    }

    /** A line that was logged there, by what is no JVM of ours. */
    public void log(Level level, String logger, String message) {
        log(new ChildMessage.Logged(level, logger, message, "", Map.of()));
    }

    /** A line that was logged there. */
    void log(ChildMessage.Logged line) {
        Map<String, String> fields = new HashMap<>(line.fields());
        if (pool.isEmpty()) { // else it says itself whose line it is, if it knows
            fields.put(LogFields.MODEL_NAME, model.name());
            fields.put(LogFields.MODEL_VERSION, model.version());
        }
        MDC.setContextMap(fields);
        try {
            LoggingEventBuilder event =
                    LoggerFactory.getLogger(known(line.logger())).atLevel(line.level());
            if (!line.exception().isEmpty()) {
                event = event.addKeyValue(LogFields.EXCEPTION, line.exception());
            }
            event.log("{}", line.message());
        } finally {
            MDC.clear();
        }
    }

    private String known(String logger) {
        boolean room = loggers.size() < MAX_LOGGERS || loggers.contains(logger);
        if (room) {
            loggers.add(logger);
        }
        return room ? logger : PRINTED;
    }
}
