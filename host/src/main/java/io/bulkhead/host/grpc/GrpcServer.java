package io.bulkhead.host.grpc;

import io.bulkhead.codec.proto.Dialect;
import io.bulkhead.host.config.PortInUse;
import io.bulkhead.host.config.ServerSettings;
import io.bulkhead.host.controlplane.ControlPlane;
import io.bulkhead.host.dataplane.DataPlane;
import io.bulkhead.host.telemetry.logging.LogControl;
import io.bulkhead.host.tls.TlsMaterial;
import io.bulkhead.protocol.GRPCInferenceServiceGrpc;
import io.bulkhead.protocol.repository.ModelRepositoryServiceGrpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The gRPC wire. Calls run on the transport's threads, since the planes never block; the
 * repository's index, which reads the disk, has a thread of its own.
 */
public final class GrpcServer {
    // A reset flood (CVE-2023-44487) is cut off at 200 in 30 s; grpc-java itself has no limit.
    private static final int MAX_RESETS = 200;
    private static final int RESET_WINDOW_SECONDS = 30;
    private static final int MAX_CALLS_PER_CONNECTION = 128;
    private static final int MAX_METADATA_BYTES = 16 * 1024;
    private static final int MAX_WAITING_INDEX_CALLS = 64;
    private static final Duration MIN_KEEPALIVE = Duration.ofSeconds(10);
    private static final Duration PROBE_IDLE_CONNECTION = Duration.ofSeconds(40);
    private static final Duration PROBE_ANSWER = Duration.ofSeconds(20);

    private final ServerSettings settings;
    private final ThreadPoolExecutor disk;
    private final HealthGrpcService health;
    private final Server server;

    /**
     * @param log what the logging extension shows and changes
     * @param interceptors see every call, the first one first; metrics are one
     */
    public GrpcServer(
            ServerSettings settings,
            DataPlane dataPlane,
            ControlPlane controlPlane,
            LogControl log,
            List<ServerInterceptor> interceptors) {
        this.settings = settings;
        this.disk = diskThread();
        this.health = new HealthGrpcService(dataPlane);
        NettyServerBuilder builder =
                limited(settings)
                        .addService(inference(settings, dataPlane, controlPlane, log))
                        .addService(oldRepository(controlPlane))
                        .addService(health);
        Reflection.services().forEach(builder::addService);
        for (int i = interceptors.size() - 1; i >= 0; i--) {
            builder.intercept(interceptors.get(i)); // gRPC runs the one added last first
        }
        this.server = builder.build();
    }

    private ServerServiceDefinition inference(
            ServerSettings settings,
            DataPlane dataPlane,
            ControlPlane controlPlane,
            LogControl log) {
        ServerServiceDefinition.Builder service =
                ServerServiceDefinition.builder(GRPCInferenceServiceGrpc.SERVICE_NAME);
        new InferenceGrpcService(
                        settings.serverName(), dataPlane, CallContexts::fromClient, Dialect.PUBLIC)
                .addTo(service);
        new ModelGrpcService(dataPlane, disk).addTo(service);
        new RepositoryGrpcService(controlPlane, disk).addTo(service);
        new LogGrpcService(log).addTo(service);
        new SharedMemoryGrpcService(dataPlane.sharedMemory()).addTo(service);
        return Reflection.described(
                service.build(), GRPCInferenceServiceGrpc.getServiceDescriptor());
    }

    private ServerServiceDefinition oldRepository(ControlPlane controlPlane) {
        return Reflection.described(
                new OldRepositoryGrpcService(controlPlane, disk).definition(),
                ModelRepositoryServiceGrpc.getServiceDescriptor());
    }

    private static NettyServerBuilder limited(ServerSettings settings) {
        int largest = settings.grpc().maxMessageBytes();
        return NettyServerBuilder.forAddress(
                        new InetSocketAddress(settings.host(), settings.grpc().port()),
                        credentials(settings))
                .directExecutor()
                .decompressorRegistry(DeflateDecompressor.registry())
                .maxInboundMessageSize(largest < 0 ? Integer.MAX_VALUE : largest)
                .maxInboundMetadataSize(MAX_METADATA_BYTES)
                .maxConcurrentCallsPerConnection(MAX_CALLS_PER_CONNECTION)
                .maxRstFramesPerWindow(MAX_RESETS, RESET_WINDOW_SECONDS)
                .permitKeepAliveTime(MIN_KEEPALIVE.toMillis(), TimeUnit.MILLISECONDS)
                .permitKeepAliveWithoutCalls(true)
                .keepAliveTime(PROBE_IDLE_CONNECTION.toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTimeout(PROBE_ANSWER.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static ServerCredentials credentials(ServerSettings settings) {
        if (settings.tls().isEmpty()) {
            return InsecureServerCredentials.create();
        }
        TlsMaterial tls = TlsMaterial.read(settings.tls().get());
        TlsServerCredentials.Builder credentials =
                TlsServerCredentials.newBuilder().keyManager(tls.keyManagers());
        tls.clientTrust()
                .ifPresent(
                        trust ->
                                credentials
                                        .trustManager(trust)
                                        .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE));
        return credentials.build();
    }

    private static ThreadPoolExecutor diskThread() {
        ThreadPoolExecutor thread =
                new ThreadPoolExecutor(
                        1,
                        1,
                        30,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(MAX_WAITING_INDEX_CALLS),
                        task -> new Thread(task, "grpc-repository-index"));
        thread.allowCoreThreadTimeOut(true);
        return thread;
    }

    /**
     * Opens the port.
     *
     * @throws java.net.BindException if it cannot be opened, saying which setting names it
     */
    public void start() throws IOException {
        try {
            server.start();
        } catch (IOException e) {
            throw PortInUse.explained("grpc_port", settings.host(), settings.grpc().port(), e);
        }
    }

    /** The port that is open. */
    public int port() {
        return server.getPort();
    }

    /**
     * Takes no more calls, waits for those under way and ends the rest after the grace period.
     *
     * @return whether all calls were done in time
     */
    public boolean stop(Duration grace) {
        health.close();
        server.shutdown();
        boolean drained = awaitTermination(grace);
        server.shutdownNow();
        disk.shutdownNow();
        return drained;
    }

    private boolean awaitTermination(Duration grace) {
        try {
            return server.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
