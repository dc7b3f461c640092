package io.bulkhead.host.grpc;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.codec.proto.ErrorTrailer;
import io.bulkhead.host.dataplane.Failures;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Failures as gRPC says them. */
final class GrpcErrors {
    private static final Logger LOG = LoggerFactory.getLogger(GrpcErrors.class);

    private GrpcErrors() {}

    static Status.Code status(ErrorCode code) {
        return switch (code) { // no default: a new code does not compile until it is mapped here
            case INVALID_ARGUMENT, UNPROCESSABLE -> Status.Code.INVALID_ARGUMENT;
            case MODEL_NOT_FOUND, NOT_FOUND -> Status.Code.NOT_FOUND;
            case METHOD_NOT_ALLOWED, UNSUPPORTED_MEDIA_TYPE, UNIMPLEMENTED ->
                    Status.Code.UNIMPLEMENTED;
            case PAYLOAD_TOO_LARGE, RESOURCE_EXHAUSTED -> Status.Code.RESOURCE_EXHAUSTED;
            case MODEL_LOAD_FAILED -> Status.Code.FAILED_PRECONDITION;
            // A client's retry policy knows UNAVAILABLE; it is what "still loading" means to it.
            case MODEL_NOT_READY, UNAVAILABLE -> Status.Code.UNAVAILABLE;
            case DEADLINE_EXCEEDED -> Status.Code.DEADLINE_EXCEEDED;
            case CANCELLED -> Status.Code.CANCELLED;
            case INTERNAL -> Status.Code.INTERNAL;
        };
    }

    /** What the client is to be told; a failure that nobody expected is logged and hidden. */
    static ServingException serving(Throwable failure) {
        Throwable cause = Failures.causeOf(failure);
        if (cause instanceof ServingException expected) {
            return expected;
        }
        LOG.error("Unexpected failure of a gRPC call", cause);
        return new ServingException(ErrorCode.INTERNAL, "internal error", cause);
    }

    /**
     * The same failure as MLServer words it over gRPC, if the model is unknown: always with the
     * version, even an empty one.
     */
    static ServingException ofModel(String model, String version, Throwable failure) {
        ServingException serving = serving(failure);
        if (serving.code() != ErrorCode.MODEL_NOT_FOUND) {
            return serving;
        }
        return new ServingException(
                ErrorCode.MODEL_NOT_FOUND,
                "Model " + model + " with version " + version + " not found",
                serving);
    }

    static StatusRuntimeException exception(Throwable failure) {
        ServingException serving = serving(failure);
        return description(serving).asRuntimeException(ErrorTrailer.of(serving.code()));
    }

    /** Ends the call with this failure. */
    static void close(ServerCall<?, ?> call, Throwable failure) {
        ServingException serving = serving(failure);
        Metadata trailers = ErrorTrailer.of(serving.code());
        call.close(description(serving), trailers);
    }

    private static Status description(ServingException serving) {
        return status(serving.code()).toStatus().withDescription(serving.reason());
    }
}
