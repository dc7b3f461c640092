package io.bulkhead.host.rest;

import io.bulkhead.host.telemetry.logging.AccessLog;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;

/** The access log's lines for HTTP requests. */
final class AccessLines {
    private AccessLines() {}

    static void write(AccessLog log, Request request, int status, long nanos) {
        String client = Request.getRemoteAddr(request) + ":" + Request.getRemotePort(request);
        log.answered(
                client,
                new AccessLog.Request(
                        request.getMethod(),
                        request.getHttpURI().getPathQuery(),
                        request.getConnectionMetaData().getHttpVersion().asString()),
                phrase(status),
                nanos);
    }

    /** 0 if the client was gone before there was one. */
    private static String phrase(int status) {
        if (status == 0) {
            return "-";
        }
        String reason = HttpStatus.getMessage(status);
        return reason.equals(Integer.toString(status)) ? reason : status + " " + reason;
    }
}
