package io.bulkhead.host.plugin.typed;

/** A class that cannot be served as it is written; the message is for its author. */
final class UnsupportedSignatureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnsupportedSignatureException(String message) {
        super(message);
    }
}
