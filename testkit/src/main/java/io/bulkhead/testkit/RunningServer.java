package io.bulkhead.testkit;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.client.ClientOptions;
import io.bulkhead.client.GrpcClient;
import io.bulkhead.client.IndexEntry;
import io.bulkhead.client.RestClient;
import io.bulkhead.host.Distribution;
import io.bulkhead.host.Server;
import io.bulkhead.host.config.ServerSettings;
import io.bulkhead.host.config.SettingsLoader;
import io.bulkhead.host.dataplane.InferenceAnswer;
import io.bulkhead.host.environment.FileTree;
import io.bulkhead.host.plugin.release.LeakSentinel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/**
 * A whole server in the JVM of the test, with clients. What it unpacks and copies is deleted when
 * it is closed.
 */
public final class RunningServer implements AutoCloseable {
    private static final String ADDRESS = "127.0.0.1";

    /** Of any call: a machine that builds and tests starts a child JVM slowly. */
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private final Path work;
    private final Server server;
    private final RestClient rest;
    private final GrpcClient grpc;

    private RunningServer(Path work, Server server) {
        this.work = work;
        this.server = server;
        ClientOptions options = ClientOptions.standard().withDeadline(DEADLINE);
        this.rest = RestClient.to(restAddress(), options);
        this.grpc = GrpcClient.to(ADDRESS + ":" + server.grpcPort(), options);
    }

    static RunningServer of(Path models, List<PluginSource> installed, Map<String, String> settings)
            throws IOException {
        Path work = Files.createTempDirectory("bulkhead-testkit-");
        try {
            Path plugins = Files.createDirectories(work.resolve("plugins"));
            for (PluginSource plugin : installed) {
                plugin.install(plugins);
            }
            Distribution distribution = new Distribution("testkit", plugins);
            Server server = new Server(settings(models, work, settings), distribution, Map.of());
            server.start();
            return new RunningServer(work, server);
        } catch (IOException | RuntimeException e) {
            FileTree.delete(work);
            throw e;
        }
    }

    private static ServerSettings settings(Path models, Path work, Map<String, String> given) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("host", ADDRESS);
        all.put("http_port", "0");
        all.put("grpc_port", "0");
        all.put("metrics_port", "0");
        all.put("environments_dir", work.resolve("environments").toString());
        all.putAll(given);
        return new SettingsLoader(work, Map.of()).load(models.toAbsolutePath(), all);
    }

    /** Where it answers over REST. */
    public URI restAddress() {
        return URI.create("http://" + ADDRESS + ":" + server.restPort());
    }

    /** Where its metrics are. */
    public URI metricsAddress() {
        return URI.create("http://" + ADDRESS + ":" + server.metricsPort() + "/metrics");
    }

    /** Where it answers over gRPC. */
    public int grpcPort() {
        return server.grpcPort();
    }

    /** Asks over REST; closed with the server. */
    public RestClient rest() {
        return rest;
    }

    /** Asks over gRPC; closed with the server. */
    public GrpcClient grpc() {
        return grpc;
    }

    /**
     * Asks as both wires do, without one between.
     *
     * @throws ServingException as the server gives it to a wire
     */
    public InferenceResponse ask(String model, InferenceRequest request) {
        try (InferenceAnswer answer =
                server.dataPlane()
                        .infer(model, "", request, RequestContext.background())
                        .toCompletableFuture()
                        .join()) {
            return answer.response();
        } catch (CompletionException e) {
            throw e.getCause() instanceof ServingException known ? known : e;
        }
    }

    /**
     * Returns if every model is ready.
     *
     * @throws IllegalStateException with the reasons of those that are not
     */
    public void requireReady() {
        List<IndexEntry> failed = rest.index().stream().filter(model -> !model.isReady()).toList();
        if (!failed.isEmpty()) {
            throw new IllegalStateException(
                    failed.stream()
                            .map(m -> m.name() + " is " + m.state() + ": " + m.reason())
                            .collect(Collectors.joining("; ")));
        }
    }

    LeakSentinel sentinel() {
        return server.sentinel();
    }

    @Override
    public void close() {
        rest.close();
        grpc.close();
        server.close();
        try {
            FileTree.delete(work);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
