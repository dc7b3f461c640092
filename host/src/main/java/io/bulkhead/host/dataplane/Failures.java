package io.bulkhead.host.dataplane;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.host.plugin.PluginCall;

/** What a failed stage means to a client. */
public final class Failures {
    private Failures() {}

    /** What a stage failed with, for the wires, which do not know what is below the planes. */
    public static Throwable causeOf(Throwable failure) {
        return PluginCall.causeOf(failure);
    }

    /** The ServingException inside; anything else is the server's own fault. */
    public static ServingException asServing(Throwable failure) {
        Throwable cause = causeOf(failure);
        return cause instanceof ServingException known
                ? known
                : new ServingException(ErrorCode.INTERNAL, "internal error", cause);
    }
}
