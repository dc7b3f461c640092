package io.bulkhead.host.config;

import java.net.BindException;
import java.util.Locale;

/** What a port that cannot be opened says on every wire. */
public final class PortInUse {
    private PortInUse() {}

    /**
     * An exception that names port, setting and remedy.
     *
     * @param setting that named the port
     * @param cause what the wire's library said
     */
    public static BindException explained(String setting, String host, int port, Throwable cause) {
        BindException explained =
                new BindException(
                        "port %d (%s) on %s is in use or may not be opened; free it, or choose"
                                        .formatted(port, setting, host)
                                + " another with --%s or MLSERVER_%s"
                                        .formatted(
                                                setting.replace('_', '-'),
                                                setting.toUpperCase(Locale.ROOT)));
        explained.initCause(cause);
        return explained;
    }
}
