package io.bulkhead.host.runtime.process.child;

import io.bulkhead.codec.proto.Dialect;
import io.bulkhead.host.dataplane.CallContext;
import io.bulkhead.host.grpc.CallContexts;
import io.bulkhead.host.grpc.InferenceGrpcService;
import io.bulkhead.host.runtime.process.CallPriority;
import io.bulkhead.host.runtime.process.ChildSecret;
import io.bulkhead.host.runtime.process.ChildSpec;
import io.bulkhead.host.runtime.process.ForwardedHeaders;
import io.bulkhead.host.telemetry.tracing.GrpcTracing;
import io.bulkhead.host.telemetry.tracing.HeaderSource;
import io.bulkhead.host.telemetry.tracing.Tracing;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** V2 gRPC on a Unix domain socket, for the parent only. */
final class ChildServer implements AutoCloseable {
    private static final int FLOW_CONTROL_WINDOW = 8 << 20;
    private static final int MAX_METADATA_BYTES = 256 * 1024;
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Path socket;
    private final Server server;
    private final EventLoopGroup threads =
            new MultiThreadIoEventLoopGroup(
                    1, new DefaultThreadFactory("child-socket"), NioIoHandler.newFactory());

    ChildServer(ChildSpec spec, ChildModels models, Tracing tracing) {
        ChildDataPlane dataPlane = new ChildDataPlane(models);
        this.socket = spec.socket();
        NettyServerBuilder builder =
                NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                        .channelType(NioServerDomainSocketChannel.class)
                        .bossEventLoopGroup(threads)
                        .workerEventLoopGroup(threads)
                        .directExecutor()
                        .maxInboundMessageSize(Integer.MAX_VALUE)
                        .maxInboundMetadataSize(MAX_METADATA_BYTES)
                        .flowControlWindow(FLOW_CONTROL_WINDOW)
                        .addService(
                                new InferenceGrpcService(
                                                "bulkhead-child",
                                                dataPlane,
                                                ChildServer::context,
                                                Dialect.CHILD)
                                        .definition())
                        .addService(new ChildRoutes(models, ChildServer::context).definition());
        if (tracing.isOn()) {
            builder.intercept(new GrpcTracing(tracing, ChildServer::headers));
        }
        this.server = builder.intercept(new ParentOnly(spec.secret())).build(); // asked first
    }

    private static HeaderSource headers(Metadata metadata) {
        Map<String, List<String>> headers = ForwardedHeaders.read(metadata);
        return name -> headers.containsKey(name) ? headers.get(name).get(0) : null;
    }

    private static CallContext context(Metadata metadata) {
        return new CallContext(
                () -> ForwardedHeaders.read(metadata),
                CallContexts.deadlineNanos(),
                CallPriority.read(metadata),
                GrpcTracing.current());
    }

    void start() throws IOException {
        server.start();
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
    }

    @Override
    public void close() {
        server.shutdown();
        try {
            server.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.shutdownNow();
        // Not waited for: the JVM is about to end.
        var unused = threads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    /** Refuses whoever does not know the secret. */
    private record ParentOnly(String secret) implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            if (ChildSecret.matches(secret, headers)) {
                return next.startCall(call, headers);
            }
            call.close(Status.UNAUTHENTICATED, new Metadata());
            return new ServerCall.Listener<>() {};
        }
    }
}
