/** The log: its lines, its levels, and the access log. The only user of Logback. */
@NullMarked
package io.bulkhead.host.telemetry.logging;

import org.jspecify.annotations.NullMarked;
