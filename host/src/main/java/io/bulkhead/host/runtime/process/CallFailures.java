package io.bulkhead.host.runtime.process;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.codec.proto.ErrorTrailer;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/**
 * What went wrong with a call to a child: a {@link ServingException} with the child's own code and
 * words, or a {@link LostCallException}.
 *
 * @param model that was asked
 */
record CallFailures(ModelId model) {
    /** Whether the child has ended a call, and not the deadline, a cancellation or a death. */
    static boolean isFromChild(Status status, Metadata trailers) {
        return status.isOk() || ErrorTrailer.read(trailers).isPresent();
    }

    RuntimeException of(Status status, Metadata trailers) {
        StatusRuntimeException cause = status.asRuntimeException(trailers);
        String description = status.getDescription();
        String reason = description == null ? "" : description;
        return ErrorTrailer.read(trailers)
                .<RuntimeException>map(code -> new ServingException(code, reason, cause))
                .orElseGet(() -> ofTransport(status, cause));
    }

    private RuntimeException ofTransport(Status status, StatusRuntimeException cause) {
        return switch (status.getCode()) {
            case DEADLINE_EXCEEDED ->
                    new ServingException(
                            ErrorCode.DEADLINE_EXCEEDED,
                            "the deadline passed before model '" + model + "' had answered",
                            cause);
            case CANCELLED ->
                    new ServingException(ErrorCode.CANCELLED, "the client is gone", cause);
            default -> isLost(status) ? new LostCallException(cause) : invalid(cause);
        };
    }

    /** A status with a cause was made at this end: writing to the socket or reading it failed. */
    private static boolean isLost(Status status) {
        return status.getCode() == Status.Code.UNAVAILABLE || status.getCause() != null;
    }

    private ServingException invalid(StatusRuntimeException cause) {
        return new ServingException(
                ErrorCode.INTERNAL,
                "model '" + model + "': its process gave no valid answer",
                cause);
    }
}
