package io.bulkhead.host.telemetry.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;

/** Writes events as lines, in a format that can be changed at any time. */
public final class LineEncoder extends EncoderBase<ILoggingEvent> {
    private volatile LogFormat format = LogFormat.DEFAULT;

    /** With MLServer's format; made by Logback, which reads the class's name in a file. */
    public LineEncoder() {}

    LogFormat format() {
        return format;
    }

    void use(LogFormat newFormat) {
        format = newFormat;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        LogFormat now = format;
        String line =
                now == LogFormat.JSON
                        ? JsonLine.of(event)
                        : TextLine.of(event, now == LogFormat.ISO8601);
        return line.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }
}
