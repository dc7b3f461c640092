package io.bulkhead.host.telemetry.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * {@code 2026-11-20 15:07:13,635 [bulkhead.rest][iris] INFO - message}, as MLServer's lines look.
 * Text of clients may be in a message, so that no character of it may end the line or steer a
 * terminal.
 */
final class TextLine {
    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,SSS").withZone(ZoneId.systemDefault());
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

    private TextLine() {}

    static String of(ILoggingEvent event, boolean iso8601) {
        StringBuilder line = new StringBuilder(160);
        (iso8601 ? UTC : LOCAL).formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
        line.append(" [").append(LogNames.shown(event.getLoggerName())).append(']');
        EventFields.model(event)
                .ifPresent(model -> appendClean(line.append('['), model.toString()).append(']'));
        line.append(' ').append(EventFields.level(event)).append(" - ");
        appendClean(line, event.getFormattedMessage()).append('\n');
        appendTrace(line, EventFields.exception(event));
        return line.toString();
    }

    static String utc(long millis) {
        return UTC.format(Instant.ofEpochMilli(millis));
    }

    private static StringBuilder appendClean(StringBuilder line, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                line.append(i > 0 && text.charAt(i - 1) == '\r' ? "" : " | ");
            } else {
                line.append(Character.isISOControl(c) && c != '\t' ? '?' : c);
            }
        }
        return line;
    }

    /** A message in a trace may have lines that look like our own; these are set in. */
    private static void appendTrace(StringBuilder line, String trace) {
        int first = line.length();
        trace.lines()
                .forEach(
                        part -> {
                            boolean ours =
                                    line.length() == first
                                            || part.startsWith("\t")
                                            || part.startsWith("Caused by: ");
                            appendClean(ours ? line : line.append('\t'), part).append('\n');
                        });
    }
}
