package io.bulkhead.host.grpc;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.host.dataplane.DataPlane;
import io.bulkhead.protocol.GRPCInferenceServiceGrpc;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * {@code grpc.health.v1.Health}. The empty name and that of the inference service stand for the
 * server; every other name is a model's, {@code name} or {@code name/version}.
 *
 * <p>The planes say how they are when they are asked and tell nobody of a change, so those who
 * watch are served by looking once in a while. Thread-safe. Owns the thread that looks.
 */
final class HealthGrpcService extends HealthGrpc.HealthImplBase implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final int MAX_WATCHES = 1000;

    private final DataPlane dataPlane;
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService looking;
    private volatile boolean closed;

    HealthGrpcService(DataPlane dataPlane) {
        this.dataPlane = dataPlane;
        this.looking =
                new ScheduledThreadPoolExecutor(
                        1,
                        HealthGrpcService::newThread,
                        new ThreadPoolExecutor.DiscardPolicy()); // once it is closed
    }

    private static Thread newThread(Runnable task) {
        Thread thread = new Thread(task, "grpc-health-watch");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> observer) {
        ServingStatus status = status(request.getService());
        if (status == ServingStatus.SERVICE_UNKNOWN) {
            String reason = "no service and no model '" + request.getService() + "'";
            observer.onError(
                    GrpcErrors.exception(new ServingException(ErrorCode.NOT_FOUND, reason)));
            return;
        }
        observer.onNext(HealthCheckResponse.newBuilder().setStatus(status).build());
        observer.onCompleted();
    }

    @Override
    public void watch(HealthCheckRequest request, StreamObserver<HealthCheckResponse> observer) {
        if (watches.size() >= MAX_WATCHES || closed) {
            observer.onError(
                    GrpcErrors.exception(
                            new ServingException(
                                    ErrorCode.RESOURCE_EXHAUSTED,
                                    "there are " + MAX_WATCHES + " watches, which is the limit")));
            return;
        }
        Watch watch =
                new Watch(
                        request.getService(),
                        (ServerCallStreamObserver<HealthCheckResponse>) observer);
        watch.begin();
    }

    private ServingStatus status(String service) {
        if (service.isEmpty() || service.equals(GRPCInferenceServiceGrpc.SERVICE_NAME)) {
            return serving(!closed && dataPlane.ready());
        }
        int slash = service.indexOf('/'); // no model's name has one
        String model = slash < 0 ? service : service.substring(0, slash);
        String version = slash < 0 ? "" : service.substring(slash + 1);
        try {
            return serving(dataPlane.modelReady(model, version) && !closed);
        } catch (ServingException unknown) {
            return unknown.code() == ErrorCode.MODEL_NOT_FOUND
                    ? ServingStatus.SERVICE_UNKNOWN
                    : ServingStatus.NOT_SERVING;
        }
    }

    private static ServingStatus serving(boolean serving) {
        return serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
    }

    /** Says that nothing is served any more and ends the watches, which never end by themselves. */
    @Override
    public void close() {
        closed = true;
        looking.shutdownNow();
        watches.forEach(Watch::end);
    }

    /** One client that wants to hear of every change. */
    private final class Watch implements Runnable {
        private final String service;
        private final ServerCallStreamObserver<HealthCheckResponse> observer;
        private ServingStatus told = ServingStatus.UNKNOWN;
        private boolean over;

        Watch(String service, ServerCallStreamObserver<HealthCheckResponse> observer) {
            this.service = service;
            this.observer = observer;
        }

        void begin() {
            watches.add(this);
            observer.setOnCancelHandler(() -> watches.remove(this));
            run();
            if (closed) {
                end(); // too late to be among those that are ended
            }
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // it only ever asks the planes
        public void run() {
            tell();
            if (watches.contains(this) && !closed) {
                looking.schedule(this, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
            }
        }

        private synchronized void tell() {
            ServingStatus now = status(service);
            if (now != told && !over && observer.isReady()) {
                observer.onNext(HealthCheckResponse.newBuilder().setStatus(now).build());
                told = now;
            }
        }

        synchronized void end() {
            tell();
            watches.remove(this);
            if (over) {
                return;
            }
            over = true;
            observer.onError(
                    Status.UNAVAILABLE
                            .withDescription("the server is stopping")
                            .asRuntimeException());
        }
    }
}
