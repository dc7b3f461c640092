package io.bulkhead.host.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.bulkhead.host.FakeLogControl;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthAndReflectionTest {
    private static final Object COMPLETED = "completed";

    private final FakeDataPlane dataPlane = new FakeDataPlane();
    private final GrpcServer server =
            new GrpcServer(
                    TestSettings.withGrpcPort(0),
                    dataPlane,
                    new FakeControlPlane(),
                    new FakeLogControl(),
                    List.of());
    private ManagedChannel channel;

    @BeforeEach
    void connect() throws IOException {
        server.start();
        channel = NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
    }

    @AfterEach
    void disconnect() throws InterruptedException {
        channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        server.stop(Duration.ofSeconds(1));
    }

    private ServingStatus check(String service) {
        return HealthGrpc.newBlockingStub(channel)
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .check(request(service))
                .getStatus();
    }

    private static HealthCheckRequest request(String service) {
        return HealthCheckRequest.newBuilder().setService(service).build();
    }

    @Test
    void serverAndModelsAreServicesWhoseHealthIsTold() {
        for (String service : List.of("", "inference.GRPCInferenceService", "echo")) {
            assertThat(check(service)).as(service).isEqualTo(ServingStatus.SERVING);
        }
        dataPlane.ready = false;
        for (String service : List.of("", "inference.GRPCInferenceService", "echo")) {
            assertThat(check(service)).as(service).isEqualTo(ServingStatus.NOT_SERVING);
        }
    }

    @Test
    void healthOfAnUnknownModelOrVersionIsNotFound() {
        for (String service : List.of("nope", "echo/v9")) {
            StatusRuntimeException failure =
                    catchThrowableOfType(StatusRuntimeException.class, () -> check(service));
            assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
            assertThat(failure.getStatus().getDescription()).contains("'" + service + "'");
        }
    }

    @Test
    void aWatchHearsOfEveryChangeAndOfTheEnd() throws InterruptedException {
        Received<HealthCheckResponse> watch = watch("echo");
        assertThat(watch.next()).isEqualTo(status(ServingStatus.SERVING));

        dataPlane.ready = false;
        assertThat(watch.next()).isEqualTo(status(ServingStatus.NOT_SERVING));

        dataPlane.ready = true;
        assertThat(watch.next()).isEqualTo(status(ServingStatus.SERVING));

        assertThat(server.stop(Duration.ofSeconds(10))).isTrue();
        assertThat(watch.next()).isEqualTo(status(ServingStatus.NOT_SERVING));
        assertThat(watch.next()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void aWatchOfAnUnknownModelWaitsForIt() throws InterruptedException {
        assertThat(watch("nope").next()).isEqualTo(status(ServingStatus.SERVICE_UNKNOWN));
    }

    private Received<HealthCheckResponse> watch(String service) {
        Received<HealthCheckResponse> received = new Received<>();
        HealthGrpc.newStub(channel).watch(request(service), received);
        return received;
    }

    private static HealthCheckResponse status(ServingStatus status) {
        return HealthCheckResponse.newBuilder().setStatus(status).build();
    }

    @Test
    void reflectionListsTheServices() throws InterruptedException {
        ServerReflectionResponse answer =
                reflect(ServerReflectionRequest.newBuilder().setListServices("").build());

        assertThat(answer.getListServicesResponse().getServiceList())
                .extracting(ServiceResponse::getName)
                .contains(
                        "inference.GRPCInferenceService",
                        "inference.model_repository.ModelRepositoryService",
                        "grpc.health.v1.Health",
                        "grpc.reflection.v1.ServerReflection",
                        "grpc.reflection.v1alpha.ServerReflection");
    }

    @Test
    void reflectionKnowsMethodsAndMessages() throws Exception {
        assertThat(methods("inference.GRPCInferenceService"))
                .contains("ModelInfer", "ModelStreamInfer", "RepositoryIndex");
        assertThat(methods("inference.model_repository.ModelRepositoryService"))
                .contains("RepositoryModelLoad");
    }

    private List<String> methods(String service)
            throws InterruptedException, InvalidProtocolBufferException {
        ServerReflectionResponse answer =
                reflect(
                        ServerReflectionRequest.newBuilder()
                                .setFileContainingSymbol(service)
                                .build());
        FileDescriptorProto file =
                FileDescriptorProto.parseFrom(
                        answer.getFileDescriptorResponse().getFileDescriptorProto(0));
        return file.getService(0).getMethodList().stream()
                .map(MethodDescriptorProto::getName)
                .toList();
    }

    private ServerReflectionResponse reflect(ServerReflectionRequest request)
            throws InterruptedException {
        Received<ServerReflectionResponse> received = new Received<>();
        StreamObserver<ServerReflectionRequest> requests =
                ServerReflectionGrpc.newStub(channel).serverReflectionInfo(received);
        requests.onNext(request);
        Object answer = received.next();
        requests.onCompleted();
        assertThat(received.next()).isEqualTo(COMPLETED);
        return (ServerReflectionResponse) answer;
    }

    /** What a call brings: messages, then {@link #COMPLETED} or a status code. */
    private static final class Received<T> implements StreamObserver<T> {
        private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

        Object next() throws InterruptedException {
            Object event = events.poll(20, TimeUnit.SECONDS);
            assertThat(event).as("an event within 20 s").isNotNull();
            return event;
        }

        @Override
        public void onNext(T value) {
            events.add(value);
        }

        @Override
        public void onError(Throwable failure) {
            events.add(Status.fromThrowable(failure).getCode());
        }

        @Override
        public void onCompleted() {
            events.add(COMPLETED);
        }
    }
}
