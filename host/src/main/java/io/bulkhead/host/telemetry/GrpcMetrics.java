package io.bulkhead.host.telemetry;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Histogram;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Counts and times gRPC calls. Each ends once: when it is closed here, or when the client gives it
 * up. Unlike MLServer's, calls that fail are counted as handled, under their code.
 */
final class GrpcMetrics implements ServerInterceptor {
    private static final String[] LABELS = {"grpc_type", "grpc_service", "grpc_method"};
    private static final String[] LABELS_AND_CODE = {
        "grpc_type", "grpc_service", "grpc_method", "grpc_code"
    };
    private static final double NANOS_PER_SECOND = 1e9;

    private final Counter started;
    private final Counter handled;
    private final Counter received;
    private final Counter sent;
    private final Histogram handling;
    private final Map<String, Method> methods = new ConcurrentHashMap<>();

    GrpcMetrics(CollectorRegistry registry) {
        this.started = counter("grpc_server_started", "gRPC calls that began", LABELS, registry);
        this.handled =
                counter(
                        "grpc_server_handled",
                        "gRPC calls that ended, by the code they ended with",
                        LABELS_AND_CODE,
                        registry);
        this.received =
                counter(
                        "grpc_server_msg_received",
                        "Messages received in streams of requests",
                        LABELS,
                        registry);
        this.sent =
                counter(
                        "grpc_server_msg_sent",
                        "Messages sent in streams of answers",
                        LABELS,
                        registry);
        this.handling =
                MetricBuckets.histogram(
                                "grpc_server_handling_seconds",
                                "Seconds from the start of a gRPC call to its end")
                        .labelNames(LABELS)
                        .register(registry);
    }

    private static Counter counter(
            String name, String help, String[] labels, CollectorRegistry registry) {
        return Counter.build(name, help).labelNames(labels).withoutExemplars().register(registry);
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Method method = method(call.getMethodDescriptor());
        method.started.inc();
        ObservedCall<Q, A> observed = new ObservedCall<>(call, method);
        return new ObservedListener<>(next.startCall(observed, headers), observed, method);
    }

    private Method method(MethodDescriptor<?, ?> descriptor) {
        Method known = methods.get(descriptor.getFullMethodName());
        return known != null
                ? known
                : methods.computeIfAbsent(
                        descriptor.getFullMethodName(), name -> new Method(descriptor));
    }

    /** The series of one method. */
    private final class Method {
        private final String[] labels;
        private final Counter.Child started;
        private final Histogram.Child handling;
        private final Optional<Counter.Child> received;
        private final Optional<Counter.Child> sent;
        private final Map<Status.Code, Counter.Child> handledByCode = new ConcurrentHashMap<>();

        Method(MethodDescriptor<?, ?> descriptor) {
            MethodType type = descriptor.getType();
            this.labels =
                    new String[] {
                        type.name(),
                        String.valueOf(descriptor.getServiceName()),
                        String.valueOf(descriptor.getBareMethodName())
                    };
            this.started = GrpcMetrics.this.started.labels(labels);
            this.handling = GrpcMetrics.this.handling.labels(labels);
            this.received = streamed(!type.clientSendsOneMessage(), GrpcMetrics.this.received);
            this.sent = streamed(!type.serverSendsOneMessage(), GrpcMetrics.this.sent);
        }

        private Optional<Counter.Child> streamed(boolean streams, Counter counter) {
            return streams ? Optional.of(counter.labels(labels)) : Optional.empty();
        }

        void ended(Status.Code code, long nanos) {
            Counter.Child known = handledByCode.get(code);
            if (known == null) {
                known = handledByCode.computeIfAbsent(code, this::handled);
            }
            known.inc();
            handling.observe(nanos / NANOS_PER_SECOND);
        }

        private Counter.Child handled(Status.Code code) {
            return handled.labels(labels[0], labels[1], labels[2], code.name());
        }
    }

    private static final class ObservedCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
        private final Method method;
        private final long start = System.nanoTime();
        private final AtomicBoolean ended = new AtomicBoolean();

        ObservedCall(ServerCall<Q, A> call, Method method) {
            super(call);
            this.method = method;
        }

        @Override
        public void sendMessage(A message) {
            method.sent.ifPresent(Counter.Child::inc);
            super.sendMessage(message);
        }

        @Override
        public void close(Status status, Metadata trailers) {
            ended(status.getCode()); // first, so that who has the answer finds it counted
            super.close(status, trailers);
        }

        void ended(Status.Code code) {
            if (ended.compareAndSet(false, true)) {
                method.ended(code, System.nanoTime() - start);
            }
        }
    }

    private static final class ObservedListener<Q> extends SimpleForwardingServerCallListener<Q> {
        private final ObservedCall<Q, ?> call;
        private final Method method;

        ObservedListener(ServerCall.Listener<Q> target, ObservedCall<Q, ?> call, Method method) {
            super(target);
            this.call = call;
            this.method = method;
        }

        @Override
        public void onMessage(Q message) {
            method.received.ifPresent(Counter.Child::inc);
            super.onMessage(message);
        }

        @Override
        public void onCancel() {
            call.ended(Status.Code.CANCELLED);
            super.onCancel();
        }
    }
}
