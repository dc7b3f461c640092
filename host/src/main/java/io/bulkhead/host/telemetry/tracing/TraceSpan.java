package io.bulkhead.host.telemetry.tracing;

import io.bulkhead.api.inference.RequestContext;
import java.util.List;
import java.util.Map;

/** A piece of work in a trace; whoever begins it ends it. Thread-safe. */
public interface TraceSpan {
    /** Who waits for what. */
    enum Kind {
        /** Work inside of this process. */
        INTERNAL,
        /** A call to another process. */
        CLIENT
    }

    /** The span that a call belongs to. */
    static TraceSpan of(RequestContext context) {
        return context instanceof Traced traced ? traced.span() : NoSpan.NONE;
    }

    /** Whether this is traced at all; if not, nothing has any effect. */
    boolean isOn();

    /** Says something of the work. */
    void attribute(String name, String value);

    /** Says a number of the work. */
    void attribute(String name, long value);

    /** Says which model is asked; an empty version is none. */
    default void model(String name, String version) {
        if (isOn()) {
            attribute("bulkhead.model.name", name);
            if (!version.isEmpty()) {
                attribute("bulkhead.model.version", version);
            }
        }
    }

    /** Begins a part of the work. */
    TraceSpan step(String name, Kind kind);

    /** A part of the work that is over now and took so long. */
    void past(String name, long nanos);

    /** Headers under which work of others becomes part of this. */
    Map<String, List<String>> propagated(Map<String, List<String>> headers);

    /** As 32 hexadecimal digits; empty if nothing is traced. */
    String traceId();

    /** As 16 hexadecimal digits; empty if nothing is traced. */
    String spanId();

    /**
     * The work failed.
     *
     * @param type of few values: a status, an error code
     */
    void failed(String type, String reason);

    /** The work is over. */
    void end();
}
