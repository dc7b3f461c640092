package io.bulkhead.client;

import io.bulkhead.client.ClientException.Kind;
import io.grpc.Status;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What can go wrong over gRPC, in words. */
final class GrpcFailures {
    private final String target;
    private final Duration deadline;

    /**
     * @param target of the channel, for messages
     */
    GrpcFailures(String target, Duration deadline) {
        this.target = target;
        this.deadline = deadline;
    }

    ClientException of(Status status) {
        Throwable cause = status.asRuntimeException();
        String words = status.getCode() + ": " + status.getDescription();
        return switch (status.getCode()) {
            case UNAVAILABLE -> unavailable(status, words, cause);
            case DEADLINE_EXCEEDED ->
                    new ClientException(
                            Kind.DEADLINE_EXCEEDED,
                            "no answer within " + RestFailures.seconds(deadline),
                            cause);
            case RESOURCE_EXHAUSTED, ABORTED, INTERNAL, UNKNOWN ->
                    new ClientException(Kind.TEMPORARY, words, cause);
            case CANCELLED -> new ClientException(Kind.CANCELLED, words, cause);
            default -> new ClientException(Kind.REFUSED, words, cause);
        };
    }

    /** The server's own refusal has no cause; a connection that fails has. */
    private ClientException unavailable(Status status, String words, @Nullable Throwable cause) {
        return status.getCause() instanceof IOException
                ? new ClientException(
                        Kind.UNREACHABLE,
                        "no server answers at " + target + ": " + status.getDescription(),
                        cause)
                : new ClientException(Kind.TEMPORARY, words, cause);
    }
}
