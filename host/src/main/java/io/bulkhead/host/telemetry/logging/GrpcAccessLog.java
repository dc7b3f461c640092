package io.bulkhead.host.telemetry.logging;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Set;

/** The access log's lines for gRPC calls that are closed here. */
public final class GrpcAccessLog implements ServerInterceptor {
    private static final Set<String> PROBES =
            Set.of(
                    "inference.GRPCInferenceService/ServerLive",
                    "inference.GRPCInferenceService/ServerReady",
                    "grpc.health.v1.Health/Check");

    private final AccessLog log;

    /** Writes to this log. */
    public GrpcAccessLog(AccessLog log) {
        this.log = log;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        String method = call.getMethodDescriptor().getFullMethodName();
        if (!log.isOn() || (PROBES.contains(method) && !log.hasProbes())) {
            return next.startCall(call, headers);
        }
        return next.startCall(new LoggedCall<>(call, "/" + method), headers);
    }

    private final class LoggedCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
        private final String path;
        private final long start = System.nanoTime();

        LoggedCall(ServerCall<Q, A> call, String path) {
            super(call);
            this.path = path;
        }

        @Override
        public void close(Status status, Metadata trailers) {
            super.close(status, trailers);
            log.answered(
                    client(),
                    new AccessLog.Request("POST", path, "HTTP/2"),
                    status.getCode().name(),
                    System.nanoTime() - start);
        }

        private String client() {
            SocketAddress address = getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
            return address instanceof InetSocketAddress inet
                    ? inet.getHostString() + ":" + inet.getPort()
                    : "-";
        }
    }
}
