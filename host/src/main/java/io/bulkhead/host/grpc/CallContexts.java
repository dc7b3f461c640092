package io.bulkhead.host.grpc;

import io.bulkhead.host.dataplane.CallContext;
import io.bulkhead.host.telemetry.tracing.GrpcTracing;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import java.util.concurrent.TimeUnit;

/** Makes the context of a call out of gRPC's. */
@FunctionalInterface
public interface CallContexts {
    /** Called on the thread that starts the call, under gRPC's context of it. */
    CallContext of(Metadata headers);

    /** The client's metadata as headers, and its deadline. */
    static CallContext fromClient(Metadata headers) {
        return new CallContext(new CallHeaders(headers), deadlineNanos(), 0, GrpcTracing.current());
    }

    /** The deadline of the call that this thread starts, on the clock of System.nanoTime. */
    static long deadlineNanos() {
        Deadline deadline = Context.current().getDeadline();
        return deadline == null
                ? CallContext.NO_DEADLINE
                : System.nanoTime() + deadline.timeRemaining(TimeUnit.NANOSECONDS);
    }
}
