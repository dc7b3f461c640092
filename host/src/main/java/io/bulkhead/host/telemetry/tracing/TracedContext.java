package io.bulkhead.host.telemetry.tracing;

import io.bulkhead.api.inference.RequestContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A call's context as a part of its work sees it: headers continue the trace from that part. */
public record TracedContext(RequestContext context, TraceSpan span)
        implements RequestContext, Traced {
    /** The context itself if nothing is traced. */
    public static RequestContext of(RequestContext context, TraceSpan span) {
        return span.isOn() ? new TracedContext(context, span) : context;
    }

    @Override
    public Map<String, List<String>> headers() {
        return span.propagated(context.headers());
    }

    @Override
    public Optional<Duration> timeRemaining() {
        return context.timeRemaining();
    }

    @Override
    public boolean isCancelled() {
        return context.isCancelled();
    }

    @Override
    public int priority() {
        return context.priority();
    }

    @Override
    public void onCancel(Runnable action) {
        context.onCancel(action);
    }
}
