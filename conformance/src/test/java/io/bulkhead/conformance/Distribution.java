package io.bulkhead.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The built distribution, as a user unpacks it.
 *
 * <pre>{@code
 * try (RunningServer server = Distribution.built().start(models)) {
 *     // server.endpoints().rest() ...
 * }
 * }</pre>
 *
 * @param home the folder with {@code bin/}, {@code lib/} and {@code plugins/}
 */
public record Distribution(Path home) {
    private static final Path LOGS = Path.of("target", "server-logs");

    /**
     * The distribution that this build made, or the one that {@code bulkhead.distribution} names.
     */
    public static Distribution built() {
        Distribution built = new Distribution(Path.of(System.getProperty("bulkhead.distribution")));
        if (!Files.isExecutable(built.launcher())) {
            throw new IllegalStateException(
                    built.launcher() + " is not there; build it: ./mvnw package -pl dist -am");
        }
        return built;
    }

    public Path launcher() {
        return home.resolve("bin").resolve("bulkhead").toAbsolutePath().normalize();
    }

    /** Starts a server on a model repository and waits until its models are settled. */
    public RunningServer start(Path models) {
        return start(models, Map.of());
    }

    /**
     * Starts a server on a model repository and waits until its models are settled. The caller
     * closes it.
     *
     * @param models the folder; the server may write into it, so hand over a copy
     * @param environment more variables for the server, beside those that choose its ports
     */
    public RunningServer start(Path models, Map<String, String> environment) {
        RunningServer server = launch(models, environment);
        try {
            server.awaitSettled();
            return server;
        } catch (RuntimeException | Error e) {
            try (server) {
                throw e;
            }
        }
    }

    /** Starts a server and waits for nothing. The caller closes it. */
    public RunningServer launch(Path models, Map<String, String> environment) {
        List<Integer> ports = freePorts(3);
        ProcessBuilder builder =
                new ProcessBuilder(
                        launcher().toString(), "start", models.toAbsolutePath().toString());
        builder.environment().keySet().removeIf(name -> name.startsWith("MLSERVER_"));
        builder.environment().put("MLSERVER_HTTP_PORT", ports.get(0).toString());
        builder.environment().put("MLSERVER_GRPC_PORT", ports.get(1).toString());
        builder.environment().put("MLSERVER_METRICS_PORT", ports.get(2).toString());
        builder.environment().putAll(environment);
        try {
            Files.createDirectories(LOGS);
            Path log = Files.createTempFile(LOGS, models.getFileName() + "-", ".log");
            builder.directory(LOGS.toFile()); // where a crashing JVM leaves its report
            builder.redirectErrorStream(true).redirectOutput(log.toFile());
            return new RunningServer(builder.start(), ports, log);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + launcher(), e);
        }
    }

    /** Ports that are free now, all different: they are held until the last one is found. */
    private static List<Integer> freePorts(int count) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            List<Integer> ports = held.stream().map(ServerSocket::getLocalPort).toList();
            for (ServerSocket socket : held) {
                socket.close();
            }
            return ports;
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        }
    }
}
