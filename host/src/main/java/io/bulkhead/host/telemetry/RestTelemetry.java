package io.bulkhead.host.telemetry;

import io.bulkhead.host.telemetry.logging.AccessLog;
import io.bulkhead.host.telemetry.logging.LogControl;
import io.bulkhead.host.telemetry.tracing.Tracing;
import java.util.function.Supplier;

/**
 * What the REST wire reports to, and what of it the wire shows.
 *
 * @param observer counts and times requests
 * @param metrics makes the page that the metrics' port has too
 * @param accessLog a line per request, if wanted
 * @param log what the logging extension shows and changes
 * @param tracing begins a span per request
 */
public record RestTelemetry(
        RestObserver observer,
        Supplier<String> metrics,
        AccessLog accessLog,
        LogControl log,
        Tracing tracing) {}
