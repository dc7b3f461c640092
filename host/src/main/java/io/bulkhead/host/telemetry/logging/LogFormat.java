package io.bulkhead.host.telemetry.logging;

import java.util.Optional;
import java.util.stream.Stream;

/** How a line of the log looks. */
enum LogFormat {
    /** MLServer's. */
    DEFAULT("default"),
    /** The same with the time in UTC as ISO 8601 has it. */
    ISO8601("ISO8601"),
    /** One JSON object. */
    JSON("json");

    private final String label;

    LogFormat(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    static Optional<LogFormat> of(String label) {
        return Stream.of(values()).filter(format -> format.label.equals(label)).findFirst();
    }
}
