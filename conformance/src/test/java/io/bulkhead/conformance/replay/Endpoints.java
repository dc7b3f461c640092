package io.bulkhead.conformance.replay;

import java.net.URI;
import java.util.Optional;

/**
 * Where a server answers.
 *
 * @param rest the base of the REST server
 * @param grpc host and port of the gRPC server; without it gRPC steps are skipped
 * @param metrics the base of the metrics server; without it its steps are skipped
 */
public record Endpoints(URI rest, Optional<String> grpc, Optional<URI> metrics) {
    /** A server on this machine, with all three. */
    public static Endpoints local(int restPort, int grpcPort, int metricsPort) {
        return new Endpoints(
                localUri(restPort),
                Optional.of("127.0.0.1:" + grpcPort),
                Optional.of(localUri(metricsPort)));
    }

    private static URI localUri(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }
}
