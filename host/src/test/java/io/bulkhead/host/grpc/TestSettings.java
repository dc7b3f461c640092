package io.bulkhead.host.grpc;

import io.bulkhead.host.config.ServerSettings;
import java.nio.file.Path;
import java.util.Optional;

/** Settings of a server of which only the gRPC wire matters. */
final class TestSettings {
    private static final int FOUR_MEBIBYTES = 4 << 20;

    private TestSettings() {}

    static ServerSettings withGrpcPort(int port) {
        return new ServerSettings(
                "fake",
                "127.0.0.1",
                true,
                1,
                new ServerSettings.Rest(0, "", true, 1 << 20, Optional.empty()),
                new ServerSettings.Grpc(port, FOUR_MEBIBYTES),
                new ServerSettings.Metrics(0, Optional.empty(), "rest_server"),
                new ServerSettings.Repository(Path.of("."), true, true, Path.of(".envs")));
    }
}
