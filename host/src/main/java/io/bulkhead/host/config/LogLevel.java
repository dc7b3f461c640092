package io.bulkhead.host.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How much is logged: this and what is worse. */
public enum LogLevel {
    /** Nothing at all. */
    OFF,
    /** What failed. */
    ERROR,
    /** What may fail. */
    WARNING,
    /** What happened. */
    INFO,
    /** What only a developer asks. */
    DEBUG,
    /** Every step. */
    TRACE;

    // Python's, which are numbers with names at some of them.
    private static final int CRITICAL_NUMBER = 50;
    private static final int WARNING_NUMBER = 30;
    private static final int INFO_NUMBER = 20;
    private static final int DEBUG_NUMBER = 10;

    /** The level of this name, which may be Python's, Logback's or a number of Python's. */
    public static Optional<LogLevel> of(String name) {
        String upper = name.strip().toUpperCase(Locale.ROOT);
        if (!upper.isEmpty() && upper.length() < 6 && upper.chars().allMatch(Character::isDigit)) {
            return Optional.of(ofNumber(Integer.parseInt(upper)));
        }
        return switch (upper) {
            case "CRITICAL", "FATAL" -> Optional.of(ERROR);
            case "WARN" -> Optional.of(WARNING);
            case "NOTSET", "ALL" -> Optional.of(TRACE);
            default -> Arrays.stream(values()).filter(l -> l.name().equals(upper)).findFirst();
        };
    }

    private static LogLevel ofNumber(int number) {
        if (number > CRITICAL_NUMBER) {
            return OFF;
        }
        if (number > WARNING_NUMBER) {
            return ERROR;
        }
        if (number > INFO_NUMBER) {
            return WARNING;
        }
        if (number > DEBUG_NUMBER) {
            return INFO;
        }
        return number == DEBUG_NUMBER ? DEBUG : TRACE;
    }

    /** The names, for messages. */
    public static String names() {
        return Arrays.stream(values()).map(LogLevel::name).collect(Collectors.joining(", "));
    }
}
