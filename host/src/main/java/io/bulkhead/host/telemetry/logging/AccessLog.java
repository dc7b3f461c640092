package io.bulkhead.host.telemetry.logging;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line per request, as uvicorn writes them: {@code 127.0.0.1:5000 - "POST /v2/models/iris/infer
 * HTTP/1.1" 200 OK}. Who answers asks first whether anybody wants them.
 */
public final class AccessLog {
    private static final Logger LOG = LoggerFactory.getLogger(LogNames.ACCESS);
    private static final double NANOS_PER_MILLI = 1e6;

    private final boolean probes;

    /**
     * @param probes whether questions about the server's health are logged too
     */
    public AccessLog(boolean probes) {
        this.probes = probes;
    }

    /** Whether lines are written now; costs nothing. */
    public boolean isOn() {
        return LOG.isInfoEnabled();
    }

    /** Whether lines about the server's health are. */
    public boolean hasProbes() {
        return probes;
    }

    /**
     * A request is answered.
     *
     * @param client address and port
     * @param request method, path as it came, protocol
     * @param status its number, or gRPC's name, and the phrase to it
     */
    public void answered(String client, Request request, String status, long nanos) {
        LOG.atInfo()
                .addKeyValue("client", client)
                .addKeyValue("method", request.method())
                .addKeyValue("path", request.path())
                .addKeyValue("status", status)
                .addKeyValue("duration_ms", nanos / NANOS_PER_MILLI)
                .log(
                        "{} - \"{} {} {}\" {}",
                        client,
                        request.method(),
                        request.path(),
                        request.protocol(),
                        status);
    }

    /** What was asked. */
    public record Request(String method, String path, String protocol) {}
}
