package io.bulkhead.client;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Why a call has no answer. The message has the server's words where it said something. */
public final class ClientException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What can be done about it. */
    public enum Kind {
        /** The server refused; it would say the same again. */
        REFUSED,
        /** The server is busy, is starting or broke; asking again may help. */
        TEMPORARY,
        /** The connection broke, or what came is no answer; asking again may help. */
        BROKEN,
        /** Nobody answers at the address, or no secure connection can be made. */
        UNREACHABLE,
        /** The time is over. */
        DEADLINE_EXCEEDED,
        /** The caller gave up. */
        CANCELLED
    }

    private final Kind kind;
    private final @Nullable Duration retryAfter;

    ClientException(Kind kind, String message) {
        this(kind, message, null, null);
    }

    ClientException(Kind kind, String message, @Nullable Throwable cause) {
        this(kind, message, cause, null);
    }

    ClientException(
            Kind kind, String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
        super(message, cause);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    /** What can be done about it. */
    public Kind kind() {
        return kind;
    }

    /** Whether the same call may succeed later. */
    public boolean isWorthRetrying() {
        return kind == Kind.TEMPORARY || kind == Kind.BROKEN || kind == Kind.UNREACHABLE;
    }

    /** Whether the server said this; otherwise it was not reached or did not finish. */
    public boolean isAnswer() {
        return kind == Kind.REFUSED || kind == Kind.TEMPORARY;
    }

    /** How long the server asks to wait before the next attempt, if it says so. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** The message; never null. */
    public String reason() {
        return String.valueOf(getMessage());
    }

    /** What a future failed with. */
    static ClientException of(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof ClientException known
                ? new ClientException(known.kind, known.reason(), failure, known.retryAfter)
                : new ClientException(Kind.BROKEN, String.valueOf(cause), failure);
    }
}
