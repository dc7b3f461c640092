/** Metrics and their endpoint. */
@NullMarked
package io.bulkhead.host.telemetry;

import org.jspecify.annotations.NullMarked;
