package io.bulkhead.host.telemetry.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A span of OpenTelemetry. */
final class OtelSpan implements TraceSpan {
    private final Tracer tracer;
    private final TextMapPropagator propagator;
    private final Context context;
    private final Span span;

    OtelSpan(Tracer tracer, TextMapPropagator propagator, Context parent, Span span) {
        this.tracer = tracer;
        this.propagator = propagator;
        this.context = parent.with(span);
        this.span = span;
    }

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public void attribute(String name, String value) {
        span.setAttribute(name, value);
    }

    @Override
    public void attribute(String name, long value) {
        span.setAttribute(name, value);
    }

    @Override
    public TraceSpan step(String name, Kind kind) {
        SpanKind otel =
                switch (kind) {
                    case INTERNAL -> SpanKind.INTERNAL;
                    case CLIENT -> SpanKind.CLIENT;
                };
        Span step = tracer.spanBuilder(name).setParent(context).setSpanKind(otel).startSpan();
        return new OtelSpan(tracer, propagator, context, step);
    }

    @Override
    public void past(String name, long nanos) {
        Instant now = Instant.now();
        tracer.spanBuilder(name)
                .setParent(context)
                .setStartTimestamp(now.minusNanos(nanos))
                .startSpan()
                .end(now);
    }

    @Override
    public Map<String, List<String>> propagated(Map<String, List<String>> headers) {
        Map<String, List<String>> all = new TreeMap<>(headers);
        propagator.fields().forEach(all::remove);
        propagator.inject(
                context,
                all,
                (target, name, value) -> {
                    if (target != null) {
                        target.put(name.toLowerCase(Locale.ROOT), List.of(value));
                    }
                });
        return Collections.unmodifiableMap(all);
    }

    @Override
    public String traceId() {
        return span.getSpanContext().getTraceId();
    }

    @Override
    public String spanId() {
        return span.getSpanContext().getSpanId();
    }

    @Override
    public void failed(String type, String reason) {
        span.setAttribute("error.type", type);
        span.setStatus(StatusCode.ERROR, reason);
    }

    @Override
    public void end() {
        span.end();
    }
}
