package io.bulkhead.host.dataplane;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import java.util.concurrent.CompletionException;

/** What a failed stage means to a client. */
public final class Failures {
    private Failures() {}

    /** The ServingException inside; anything else is the server's own fault. */
    public static ServingException asServing(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof ServingException known
                ? known
                : new ServingException(ErrorCode.INTERNAL, "internal error", cause);
    }
}
