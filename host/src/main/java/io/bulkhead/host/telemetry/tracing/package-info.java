/** Traces of requests, by OpenTelemetry; its classes are loaded only if traces are on. */
@NullMarked
package io.bulkhead.host.telemetry.tracing;

import org.jspecify.annotations.NullMarked;
