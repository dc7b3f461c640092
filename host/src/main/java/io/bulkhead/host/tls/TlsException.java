package io.bulkhead.host.tls;

/** A certificate or key that cannot be used; the message names the setting and the file. */
public final class TlsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TlsException(String message, Throwable cause) {
        super(message, cause);
    }

    TlsException(String message) {
        super(message);
    }

    /** What is wrong; never null. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
