package io.bulkhead.host.rest;

import io.bulkhead.host.telemetry.tracing.NoSpan;
import io.bulkhead.host.telemetry.tracing.TraceSpan;
import io.bulkhead.host.telemetry.tracing.Tracing;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;

/** Spans of HTTP requests, named and described as OpenTelemetry's conventions say. */
final class HttpSpans {
    private static final int SERVERS_FAULT = 500;

    private HttpSpans() {}

    /**
     * Begins one.
     *
     * @param route the path with its variable parts in braces
     */
    static TraceSpan begin(Tracing tracing, Request request, String route) {
        if (!tracing.isOn()) {
            return NoSpan.NONE;
        }
        HttpURI uri = request.getHttpURI();
        TraceSpan span =
                tracing.begin(request.getMethod() + " " + route, request.getHeaders()::get);
        span.attribute("http.request.method", request.getMethod());
        span.attribute("http.route", route);
        span.attribute("url.path", String.valueOf(uri.getPath()));
        span.attribute("url.scheme", String.valueOf(uri.getScheme()));
        span.attribute("client.address", Request.getRemoteAddr(request));
        String agent = request.getHeaders().get(HttpHeader.USER_AGENT);
        if (agent != null) {
            span.attribute("user_agent.original", agent);
        }
        return span;
    }

    /** Ends it; 0 if the client was gone before there was a status. */
    static void end(TraceSpan span, int status) {
        if (span.isOn()) {
            span.attribute("http.response.status_code", status);
            if (status >= SERVERS_FAULT) {
                span.failed(Integer.toString(status), "");
            }
            span.end();
        }
    }
}
