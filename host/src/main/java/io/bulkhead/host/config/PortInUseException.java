package io.bulkhead.host.config;

/** A port that the settings name is taken. */
public final class PortInUseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param setting the name of the setting that named it
     */
    public PortInUseException(String setting, int port, Throwable cause) {
        super(
                "port "
                        + port
                        + " ("
                        + setting
                        + ") is in use; free it, or choose another with "
                        + "MLSERVER_"
                        + setting.toUpperCase(java.util.Locale.ROOT)
                        + " or --"
                        + setting.replace('_', '-'),
                cause);
    }
}
