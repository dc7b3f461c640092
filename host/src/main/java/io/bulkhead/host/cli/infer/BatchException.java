package io.bulkhead.host.cli.infer;

/** A batch that cannot begin or go on; the message says why and what to do. */
final class BatchException extends Exception {
    private static final long serialVersionUID = 1L;

    BatchException(String message) {
        super(message);
    }

    BatchException(String message, Throwable cause) {
        super(message, cause);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
