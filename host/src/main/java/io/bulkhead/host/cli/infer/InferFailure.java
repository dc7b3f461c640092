package io.bulkhead.host.cli.infer;

/** No answer to a request; the message says why, in the server's words if it said something. */
final class InferFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /** What can be done about it. */
    enum Kind {
        /** Nothing: the server would say the same again. */
        REFUSED,
        /** Asking again may help. */
        TEMPORARY,
        /** Nobody listens at the address, so the other requests will fare no better. */
        UNREACHABLE
    }

    private final Kind kind;

    InferFailure(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    InferFailure(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
