package io.bulkhead.host.runtime.process;

import io.bulkhead.api.inference.RequestContext;
import io.grpc.CallOptions;
import java.util.concurrent.TimeUnit;

/** The deadline of a request, as a call to a child has it. */
public final class CallDeadline {
    private CallDeadline() {}

    /** Options of a call that ends with the request's time. */
    public static CallOptions of(RequestContext context) {
        return context.timeRemaining()
                .map(
                        left ->
                                CallOptions.DEFAULT.withDeadlineAfter(
                                        left.toNanos(), TimeUnit.NANOSECONDS))
                .orElse(CallOptions.DEFAULT);
    }
}
