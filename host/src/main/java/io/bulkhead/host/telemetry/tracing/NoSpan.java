package io.bulkhead.host.telemetry.tracing;

import java.util.List;
import java.util.Map;

/** What is not traced. */
public final class NoSpan implements TraceSpan {
    /** The only one. */
    public static final TraceSpan NONE = new NoSpan();

    private NoSpan() {}

    @Override
    public boolean isOn() {
        return false;
    }

    @Override
    public void attribute(String name, String value) {}

    @Override
    public void attribute(String name, long value) {}

    @Override
    public TraceSpan step(String name, Kind kind) {
        return this;
    }

    @Override
    public void past(String name, long nanos) {}

    @Override
    public Map<String, List<String>> propagated(Map<String, List<String>> headers) {
        return headers;
    }

    @Override
    public String traceId() {
        return "";
    }

    @Override
    public String spanId() {
        return "";
    }

    @Override
    public void failed(String type, String reason) {}

    @Override
    public void end() {}
}
