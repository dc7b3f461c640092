package io.bulkhead.host.rest;

import io.bulkhead.host.config.ErrorProfile;
import io.bulkhead.host.config.ServerSettings;
import java.time.Duration;
import java.util.Optional;

/**
 * What the handlers need to know.
 *
 * @param rootPath before every path as clients see it: empty, or with a slash before and none
 *     behind
 * @param maxRequestBytes of a body, after inflation too
 * @param maxBytesInPlace bodies above are parsed on another thread than the one that reads sockets
 * @param idleTimeout after which a silent connection is cut
 * @param idleTimeoutWhileStopping the same, once the server stops
 */
record RestSettings(
        String serverName,
        String rootPath,
        boolean gzipEnabled,
        long maxRequestBytes,
        int maxBytesInPlace,
        Duration idleTimeout,
        Duration idleTimeoutWhileStopping,
        ErrorProfile errorProfile,
        Optional<ServerSettings.Cors> cors) {
    private static final int MAX_BYTES_IN_PLACE = 256 << 10;

    /**
     * Longer than balancers keep a connection that they may use again, many of them for 60 s: one
     * that sends a request while we cut it gets no answer, and may not send it twice.
     */
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(75);

    private static final Duration IDLE_TIMEOUT_WHILE_STOPPING = Duration.ofSeconds(1);

    static RestSettings of(ServerSettings settings) {
        return new RestSettings(
                settings.serverName(),
                prefix(settings.rest().rootPath()),
                settings.rest().gzipEnabled(),
                settings.rest().maxRequestBytes(),
                MAX_BYTES_IN_PLACE,
                IDLE_TIMEOUT,
                IDLE_TIMEOUT_WHILE_STOPPING,
                settings.rest().errorProfile(),
                settings.rest().cors());
    }

    private static String prefix(String rootPath) {
        String trimmed = rootPath.replaceAll("^/+|/+$", "");
        return trimmed.isEmpty() ? "" : "/" + trimmed;
    }
}
