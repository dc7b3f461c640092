package io.bulkhead.host.telemetry.tracing;

/** What belongs to a span. */
@FunctionalInterface
public interface Traced {
    /** The span; {@link NoSpan#NONE} if there is none. */
    TraceSpan span();
}
