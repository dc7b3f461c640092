package io.bulkhead.api.error;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A failure that the client is told about. Its message says what was wrong, what was found and what
 * is wanted ({@code input 'x': shape [2,2] needs 4 values, got 3}) and never holds a class name, a
 * path of the server or a stack trace; those belong to the cause, which is logged only.
 *
 * <p>A runtime throws it, or completes its stage with it, for what it can explain. Anything else
 * that escapes from a runtime reaches the client as {@link ErrorCode#INTERNAL} without detail.
 */
public final class ServingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    /**
     * @param code what kind of failure, decides the status on every wire
     * @param message one line for the client
     */
    public ServingException(ErrorCode code, String message) {
        this(code, message, null);
    }

    /**
     * @param code what kind of failure, decides the status on every wire
     * @param message one line for the client
     * @param cause for the server's log, never shown to a client
     */
    public ServingException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = Objects.requireNonNull(code, "code");
    }

    /** The kind of failure. */
    public ErrorCode code() {
        return code;
    }

    /** The line for the client; never null. */
    public String reason() {
        return Objects.requireNonNullElse(getMessage(), code.name());
    }

    /** A request that does not fit its own description. */
    public static ServingException unprocessable(String message) {
        return new ServingException(ErrorCode.UNPROCESSABLE, message);
    }

    /** A well-formed request that asks for what cannot be done. */
    public static ServingException invalidArgument(String message) {
        return new ServingException(ErrorCode.INVALID_ARGUMENT, message);
    }

    /** An artefact or settings that do not give a working model. */
    public static ServingException loadFailed(String message, @Nullable Throwable cause) {
        return new ServingException(ErrorCode.MODEL_LOAD_FAILED, message, cause);
    }
}
