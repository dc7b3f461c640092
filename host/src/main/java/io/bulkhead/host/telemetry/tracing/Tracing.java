package io.bulkhead.host.telemetry.tracing;

import java.util.Map;

/** Begins the spans of requests that come in. Thread-safe. */
public interface Tracing extends AutoCloseable {
    /** Traces nothing. */
    Tracing NONE =
            new Tracing() {
                @Override
                public boolean isOn() {
                    return false;
                }

                @Override
                public TraceSpan begin(String name, HeaderSource headers) {
                    return NoSpan.NONE;
                }

                @Override
                public Map<String, String> properties() {
                    return Map.of();
                }

                @Override
                public void close() {}
            };

    /**
     * With these properties of OpenTelemetry's SDK.
     *
     * @param properties none: nothing is traced
     * @throws io.bulkhead.host.config.SettingsException if they make no sense
     */
    static Tracing of(Map<String, String> properties) {
        return properties.isEmpty() ? NONE : OtelTracing.start(properties);
    }

    /** Whether anything is traced; constant. */
    boolean isOn();

    /**
     * Begins the span of a request.
     *
     * @param headers of the request; the trace that they name is continued
     */
    TraceSpan begin(String name, HeaderSource headers);

    /** What a child JVM has to be told so that it traces as this one does. */
    Map<String, String> properties();

    /** Sends what is not sent yet; does not wait for ever. */
    @Override
    void close();
}
