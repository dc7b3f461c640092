package io.bulkhead.host.runtime.process.python;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.event.Level;

/**
 * Understands what an MLServer prints: lines of its log, tracebacks behind them, and what else
 * there is. Called by one thread; what it has understood may be read by any.
 */
final class MlserverLog {
    private static final Pattern LINE =
            Pattern.compile(
                    "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3} \\[([^\\]]+)\\](?:\\[[^\\]]*\\])?"
                            + " (DEBUG|INFO|WARNING|ERROR|CRITICAL) - (.*)");
    private static final Pattern UVICORN =
            Pattern.compile("(DEBUG|INFO|WARNING|ERROR|CRITICAL):\\s+(.*)");
    private static final Pattern ACCESS = Pattern.compile("[\\d.]+:\\d+ - \"[^\"]*\" \\d{3}.*");
    private static final Pattern EXCEPTION = Pattern.compile("([A-Za-z_][\\w.]*)(?:: (.*))?");
    private static final String TRACEBACK = "Traceback (most recent call last):";
    private static final String PRINTED = "bulkhead.child";

    /** A line for the host's log. */
    record Line(Level level, String logger, String message) {}

    private final Consumer<Line> lines;
    private final Consumer<String> loadFailures;
    private Level level = Level.INFO;
    private String logger = PRINTED;
    private boolean inTraceback;
    private boolean failing;
    private volatile String lastException = "";

    /**
     * @param lines for the host's log
     * @param loadFailures told why the model could not be loaded
     */
    MlserverLog(Consumer<Line> lines, Consumer<String> loadFailures) {
        this.lines = lines;
        this.loadFailures = loadFailures;
    }

    void accept(String text) {
        Matcher line = LINE.matcher(text);
        Matcher uvicorn = UVICORN.matcher(text);
        if (line.matches() && isAccess(line.group(1), line.group(3))) {
            inTraceback = false; // the host has a log of who asks what
        } else if (line.matches()) {
            header(level(line.group(2)), line.group(1), line.group(3));
        } else if (uvicorn.matches()) {
            if (!ACCESS.matcher(uvicorn.group(2)).matches()) {
                header(level(uvicorn.group(1)), "uvicorn", uvicorn.group(2));
            }
        } else {
            follow(text);
        }
    }

    private static boolean isAccess(String logger, String message) {
        return logger.equals("mlserver.grpc") && message.startsWith("/inference.");
    }

    private void header(Level newLevel, String newLogger, String message) {
        level = newLevel;
        logger = newLogger;
        inTraceback = false;
        failing =
                message.startsWith("Some of the models failed to load")
                        || message.startsWith("Failed load model settings");
        if (message.contains("address already in use")) {
            lastException = "a port was taken by another process at the same moment; load it again";
        }
        lines.accept(new Line(level, logger, message));
    }

    private void follow(String text) {
        lines.accept(new Line(level, logger, text));
        if (text.strip().equals(TRACEBACK)) {
            inTraceback = true;
        } else if (inTraceback && !text.isBlank() && !text.startsWith(" ")) {
            exception(text).ifPresent(this::caught);
        }
    }

    private void caught(String exception) {
        inTraceback = false;
        lastException = exception;
        if (failing) {
            loadFailures.accept(exception);
        }
    }

    /** What a traceback's last line says, with the module of Python's own exceptions. */
    static Optional<String> exception(String line) {
        Matcher exception = EXCEPTION.matcher(line.strip());
        if (!exception.matches()) {
            return Optional.empty();
        }
        String type = exception.group(1);
        String message = exception.group(2) == null ? "" : exception.group(2);
        return Optional.of((type.contains(".") ? type : "builtins." + type) + ": " + message);
    }

    /** The last exception that it has told of; empty if there was none. */
    String lastException() {
        return lastException;
    }

    private static Level level(String python) {
        return switch (python) {
            case "DEBUG" -> Level.DEBUG;
            case "WARNING" -> Level.WARN;
            case "ERROR", "CRITICAL" -> Level.ERROR;
            default -> Level.INFO;
        };
    }
}
