package io.bulkhead.host.runtime;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.host.plugin.PluginCall;
import io.bulkhead.host.telemetry.logging.LogFields;
import io.bulkhead.host.telemetry.tracing.TraceSpan;
import io.bulkhead.host.telemetry.tracing.TracedContext;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Watches calls into a model's code: a span for the wait and one for the work, and the request's
 * ids in what is logged meanwhile. If nobody wants either, a call costs one question.
 */
public final class CallWatch {
    /** Watches nothing. */
    public static final CallWatch OFF = new CallWatch(false);

    private final boolean on;

    private CallWatch(boolean on) {
        this.on = on;
    }

    /** On if there are traces, or logs that show a request's ids. */
    public static CallWatch of(boolean on) {
        return on ? new CallWatch(true) : OFF;
    }

    boolean isOn() {
        return on;
    }

    /** The call has waited for a thread of the model's. */
    void waited(RequestContext call, long nanos) {
        if (on) {
            TraceSpan.of(call).past("queue", nanos);
        }
    }

    /**
     * Does the work under a span, and with the request's ids in the log.
     *
     * @param work never throws
     */
    <T> CompletionStage<T> watch(
            String requestId,
            RequestContext call,
            Function<RequestContext, CompletionStage<T>> work) {
        TraceSpan span = TraceSpan.of(call).step("infer", TraceSpan.Kind.INTERNAL);
        Map<String, String> before = MDC.getCopyOfContextMap();
        mark(requestId, span);
        CompletionStage<T> stage;
        try {
            stage = work.apply(TracedContext.of(call, span));
        } finally {
            restore(before);
        }
        return span.isOn() ? stage.whenComplete((done, failure) -> end(span, failure)) : stage;
    }

    private static void mark(String requestId, TraceSpan span) {
        if (!requestId.isEmpty()) {
            MDC.put(LogFields.REQUEST_ID, requestId);
            span.attribute("bulkhead.request.id", requestId);
        }
        if (span.isOn()) {
            MDC.put(LogFields.TRACE_ID, span.traceId());
            MDC.put(LogFields.SPAN_ID, span.spanId());
        }
    }

    private static void restore(@Nullable Map<String, String> before) {
        if (before == null) {
            MDC.clear();
        } else {
            MDC.setContextMap(before);
        }
    }

    /** Ends a span with what the work came to. */
    public static void end(TraceSpan span, @Nullable Throwable failure) {
        if (failure != null) {
            Throwable cause = PluginCall.causeOf(failure);
            String type =
                    cause instanceof ServingException known
                            ? known.code().name()
                            : cause.getClass().getName();
            span.failed(type, String.valueOf(cause.getMessage()));
        }
        span.end();
    }
}
