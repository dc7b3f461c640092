package io.bulkhead.host.telemetry.tracing;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * A span for each call of the inference service, but for questions whether the server lives. Who
 * handles the call finds it under {@link #current}.
 */
public final class GrpcTracing implements ServerInterceptor {
    private static final Context.Key<TraceSpan> SPAN =
            Context.keyWithDefault("bulkhead-span", NoSpan.NONE);
    private static final String TRACED = "inference.";
    private static final Set<String> PROBES = Set.of("ServerLive", "ServerReady");

    private final Tracing tracing;
    private final Function<Metadata, HeaderSource> headers;

    /**
     * @param headers how to find the client's headers in a call's metadata
     */
    public GrpcTracing(Tracing tracing, Function<Metadata, HeaderSource> headers) {
        this.tracing = tracing;
        this.headers = headers;
    }

    /** For clients that send headers as metadata. */
    public static GrpcTracing ofMetadata(Tracing tracing) {
        return new GrpcTracing(
                tracing,
                metadata ->
                        name ->
                                metadata.get(
                                        Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)));
    }

    /** The span of the call that this thread starts. */
    public static TraceSpan current() {
        return SPAN.get();
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata metadata, ServerCallHandler<Q, A> next) {
        MethodDescriptor<Q, A> method = call.getMethodDescriptor();
        String service = String.valueOf(method.getServiceName());
        String name = String.valueOf(method.getBareMethodName());
        if (!service.startsWith(TRACED) || PROBES.contains(name)) {
            return next.startCall(call, metadata);
        }
        TraceSpan span = tracing.begin(method.getFullMethodName(), headers.apply(metadata));
        span.attribute("rpc.system", "grpc");
        span.attribute("rpc.service", service);
        span.attribute("rpc.method", name);
        TracedCall<Q, A> traced = new TracedCall<>(call, span);
        Context context = Context.current().withValue(SPAN, span);
        return new CancelledListener<>(
                Contexts.interceptCall(context, traced, metadata, next), traced);
    }

    private static final class TracedCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
        private final TraceSpan span;
        private final AtomicBoolean ended = new AtomicBoolean();

        TracedCall(ServerCall<Q, A> call, TraceSpan span) {
            super(call);
            this.span = span;
        }

        @Override
        public void close(Status status, Metadata trailers) {
            end(status);
            super.close(status, trailers);
        }

        void end(Status status) {
            if (ended.compareAndSet(false, true)) {
                span.attribute("rpc.grpc.status_code", status.getCode().value());
                if (isServersFault(status.getCode())) {
                    String reason = status.getDescription();
                    span.failed(status.getCode().name(), reason == null ? "" : reason);
                }
                span.end();
            }
        }

        private static boolean isServersFault(Status.Code code) {
            return switch (code) {
                case UNKNOWN, DEADLINE_EXCEEDED, UNIMPLEMENTED, INTERNAL, UNAVAILABLE, DATA_LOSS ->
                        true;
                default -> false;
            };
        }
    }

    private static final class CancelledListener<Q> extends SimpleForwardingServerCallListener<Q> {
        private final TracedCall<Q, ?> call;

        CancelledListener(ServerCall.Listener<Q> target, TracedCall<Q, ?> call) {
            super(target);
            this.call = call;
        }

        @Override
        public void onCancel() {
            call.end(Status.CANCELLED);
            super.onCancel();
        }
    }
}
