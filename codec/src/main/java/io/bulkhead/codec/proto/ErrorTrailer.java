package io.bulkhead.codec.proto;

import io.bulkhead.api.error.ErrorCode;
import io.grpc.Metadata;
import java.util.Optional;

/**
 * The trailing metadata that says which {@link ErrorCode} stands behind a gRPC status. gRPC has
 * fewer codes than we do, and what a child refuses is to reach the client as if no child were
 * between.
 */
public final class ErrorTrailer {
    private static final Metadata.Key<String> KEY =
            Metadata.Key.of("bulkhead-error-code", Metadata.ASCII_STRING_MARSHALLER);

    private ErrorTrailer() {}

    /** Trailers with this code. */
    public static Metadata of(ErrorCode code) {
        Metadata trailers = new Metadata();
        trailers.put(KEY, code.name());
        return trailers;
    }

    /** The code in these trailers, if a peer of ours has put one there. */
    public static Optional<ErrorCode> read(Metadata trailers) {
        String name = trailers.get(KEY);
        for (ErrorCode code : ErrorCode.values()) {
            if (code.name().equals(name)) {
                return Optional.of(code);
            }
        }
        return Optional.empty();
    }
}
