package io.bulkhead.host;

import io.bulkhead.host.config.ServerSettings;
import io.bulkhead.host.config.SettingsLoader;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Whole servers on free ports, for tests that ask them over a wire. */
final class TestServers {
    private TestServers() {}

    /**
     * Starts a server.
     *
     * @param work of the test: the models are in {@code models/}
     * @param plugins that are installed
     * @return to be closed by the test
     */
    static Server start(Path work, Path plugins) throws IOException {
        Server server =
                new Server(settings(work, Map.of()), new Distribution("test", plugins), Map.of());
        server.start();
        return server;
    }

    /**
     * @param more settings, by name
     */
    static ServerSettings settings(Path work, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(more);
        all.put("host", "127.0.0.1");
        all.put("http_port", "0");
        all.put("grpc_port", "0");
        all.put("metrics_port", "0");
        all.put("environments_dir", work.resolve("environments").toString());
        return new SettingsLoader(work, Map.of()).load(work.resolve("models"), all);
    }

    /** A connection for gRPC, to be closed by the test. */
    static ManagedChannel channel(Server server) {
        return NettyChannelBuilder.forAddress("127.0.0.1", server.grpcPort())
                .usePlaintext()
                .build();
    }
}
