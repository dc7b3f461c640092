package io.bulkhead.host.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ByteString;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.host.ErrorTable;
import io.bulkhead.host.FakeLogControl;
import io.bulkhead.host.config.ServerSettings;
import io.bulkhead.protocol.GRPCInferenceServiceGrpc;
import io.bulkhead.protocol.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import io.bulkhead.protocol.InferTensorContents;
import io.bulkhead.protocol.LogSettingsRequest;
import io.bulkhead.protocol.LogSettingsResponse;
import io.bulkhead.protocol.ModelInferRequest;
import io.bulkhead.protocol.ModelInferRequest.InferInputTensor;
import io.bulkhead.protocol.ModelInferResponse;
import io.bulkhead.protocol.ModelMetadataRequest;
import io.bulkhead.protocol.ModelMetadataResponse;
import io.bulkhead.protocol.ModelReadyRequest;
import io.bulkhead.protocol.RepositoryIndexRequest;
import io.bulkhead.protocol.RepositoryModelLoadRequest;
import io.bulkhead.protocol.RepositoryModelUnloadRequest;
import io.bulkhead.protocol.ServerLiveRequest;
import io.bulkhead.protocol.ServerMetadataRequest;
import io.bulkhead.protocol.ServerReadyRequest;
import io.bulkhead.protocol.repository.ModelRepositoryServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GrpcServerTest {
    private final FakeDataPlane dataPlane = new FakeDataPlane();
    private final FakeControlPlane controlPlane = new FakeControlPlane();
    private final GrpcServer server =
            new GrpcServer(settings(0), dataPlane, controlPlane, new FakeLogControl(), List.of());
    private ManagedChannel channel;
    private GRPCInferenceServiceBlockingStub client;

    @BeforeEach
    void connect() throws IOException {
        server.start();
        channel = NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
        client =
                GRPCInferenceServiceGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(20, TimeUnit.SECONDS);
    }

    @AfterEach
    void disconnect() throws InterruptedException {
        // Not asserted: gRPC keeps the stream of a message that was too large until the grace is
        // up.
        server.stop(Duration.ofSeconds(1));
        channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        assertThat(dataPlane.leases).hasValue(0);
    }

    @Test
    void answersHealthAndMetadata() {
        assertThat(client.serverLive(ServerLiveRequest.getDefaultInstance()).getLive()).isTrue();
        assertThat(client.serverReady(ServerReadyRequest.getDefaultInstance()).getReady()).isTrue();
        assertThat(client.modelReady(ModelReadyRequest.newBuilder().setName("echo").build()))
                .satisfies(response -> assertThat(response.getReady()).isTrue());
        assertThat(client.serverMetadata(ServerMetadataRequest.getDefaultInstance()).getName())
                .isEqualTo("fake");
        ModelMetadataResponse model =
                client.modelMetadata(ModelMetadataRequest.newBuilder().setName("echo").build());
        assertThat(model.getPlatform()).isEqualTo("test");
        assertThat(model.getInputs(0).getShapeList()).containsExactly(-1L, 4L);
        assertThat(model.getParametersOrThrow("k").getInt64Param()).isEqualTo(1);
    }

    @Test
    void answersTypedContentsTypedAndRawContentsRaw() {
        ModelInferResponse typed = client.modelInfer(typed("1"));
        ModelInferResponse raw = client.modelInfer(raw("1"));

        assertThat(typed.getOutputs(0).getContents().getFp64ContentsList()).containsExactly(0.5);
        assertThat(typed.getRawOutputContentsCount()).isZero();
        assertThat(raw.getOutputs(0).hasContents()).isTrue();
        assertThat(raw.getRawOutputContents(0)).isEqualTo(raw("1").getRawInputContents(0));
    }

    @Test
    void logSettingsAreShownAndChanged() {
        LogSettingsRequest change =
                LogSettingsRequest.newBuilder()
                        .putSettings("log_info", setting().setBoolParam(false).build())
                        .putSettings("log_verbose_level", setting().setUint32Param(2).build())
                        .putSettings("log_format", setting().build())
                        .build();

        LogSettingsResponse before = client.logSettings(LogSettingsRequest.getDefaultInstance());
        LogSettingsResponse after = client.logSettings(change);

        assertThat(before.getSettingsOrThrow("log_info").getBoolParam()).isTrue();
        assertThat(before.getSettingsOrThrow("log_format").getStringParam()).isEqualTo("json");
        assertThat(after.getSettingsOrThrow("log_info").getBoolParam()).isFalse();
        assertThat(after.getSettingsOrThrow("log_verbose_level").getUint32Param()).isEqualTo(2);
        assertThat(after.getSettingsOrThrow("log_format").getStringParam()).isEqualTo("null");
    }

    private static LogSettingsRequest.SettingValue.Builder setting() {
        return LogSettingsRequest.SettingValue.newBuilder();
    }

    @Test
    void logSettingsThatCannotBeChangedAreAnInvalidArgument() {
        LogSettingsRequest change =
                LogSettingsRequest.newBuilder()
                        .putSettings("log_file", setting().setStringParam("/tmp/x").build())
                        .build();

        assertThatThrownBy(() -> client.logSettings(change))
                .hasMessageContaining("INVALID_ARGUMENT: log setting 'log_file'");
    }

    @Test
    void keepsAnEmptyIdEmpty() {
        assertThat(client.modelInfer(typed("")).getId()).isEmpty();
    }

    @Test
    void tellsTheAnswersOriginInTrailers() {
        Metadata trailers = trailersOf(typed("t1"));

        assertThat(text(trailers, "ce-id")).isEqualTo("t1");
        assertThat(text(trailers, "ce-specversion")).isEqualTo("0.3");
        assertThat(text(trailers, "ce-source")).isEqualTo("io.seldon.serving.deployment.fake");
        assertThat(text(trailers, "ce-type")).isEqualTo("io.seldon.serving.inference.response");
        assertThat(text(trailers, "ce-modelid")).isEqualTo("echo");
        assertThat(text(trailers, "ce-inferenceservicename")).isEqualTo("fake");
        assertThat(text(trailers, "ce-endpoint")).isEqualTo("echo");
        assertThat(text(trailers, "ce-requestid")).isEqualTo("t1");
    }

    @Test
    void anIdBeyondAsciiNeitherBreaksTheCallNorForgesAHeader() {
        Metadata trailers = trailersOf(typed("\u00e9\r\nx: y%"));

        assertThat(text(trailers, "ce-id")).isEqualTo("%C3%A9%0D%0Ax: y%25");
    }

    @Test
    void anIdTooLongForAHeaderIsInTheAnswerAlone() {
        String id = "i".repeat(20_000);
        assertThat(trailersOf(typed(id)).keys()).contains("ce-type").doesNotContain("ce-id");
        assertThat(client.modelInfer(typed(id)).getId()).isEqualTo(id);
    }

    @Test
    void namesUnknownModelsWithTheirVersion() {
        assertFails(
                Status.Code.NOT_FOUND,
                "Model nope with version  not found",
                typed("1").toBuilder().setModelName("nope").build());
        assertFails(
                Status.Code.NOT_FOUND,
                "Model echo with version 5 not found",
                typed("1").toBuilder().setModelVersion("5").build());
        assertThatThrownBy(
                        () ->
                                client.modelReady(
                                        ModelReadyRequest.newBuilder().setName("no").build()))
                .hasMessage("NOT_FOUND: Model no with version  not found");
        assertThatThrownBy(() -> client.modelMetadata(ModelMetadataRequest.getDefaultInstance()))
                .hasMessage("NOT_FOUND: Model  with version  not found");
    }

    @Test
    void refusesABrokenRequestNamingTheInput() {
        assertFails(
                Status.Code.INVALID_ARGUMENT,
                "input 'x': its shape needs 1 values, got 0",
                ModelInferRequest.newBuilder().setModelName("echo").addInputs(input()).build());
    }

    @Test
    void tellsTheErrorCodeBehindTheStatus() {
        dataPlane.model =
                (request, context) ->
                        CompletableFuture.failedFuture(
                                ServingException.unprocessable("4 features are wanted, found 1"));

        StatusRuntimeException failure =
                catchThrowableOfType(
                        StatusRuntimeException.class, () -> client.modelInfer(typed("1")));

        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(failure.getStatus().getDescription())
                .isEqualTo("4 features are wanted, found 1");
        assertThat(text(failure.getTrailers(), "bulkhead-error-code")).isEqualTo("UNPROCESSABLE");
    }

    @Test
    void hidesWhatNobodyExpected() {
        dataPlane.model =
                (request, context) ->
                        CompletableFuture.failedFuture(new IllegalStateException("/secret/path"));

        assertFails(Status.Code.INTERNAL, "internal error", typed("1"));
    }

    @Test
    void refusesAMessageThatIsNoProtobuf() {
        assertThatThrownBy(() -> send(new byte[] {(byte) 0xff, (byte) 0xff, 1}))
                .hasMessageStartingWith("INVALID_ARGUMENT: the message is no ModelInferRequest");
    }

    @Test
    void refusesANameThatIsNoUtf8() {
        assertThatThrownBy(() -> send(new byte[] {0x0a, 2, (byte) 0xc3, (byte) 0x28}))
                .hasMessageStartingWith("INVALID_ARGUMENT: the message is no ModelInferRequest");
    }

    @Test
    void refusesMessagesBeyondTheLimit() {
        ModelInferRequest large =
                raw("1").toBuilder()
                        .setRawInputContents(0, ByteString.copyFrom(new byte[5 << 20]))
                        .build();

        StatusRuntimeException failure =
                catchThrowableOfType(StatusRuntimeException.class, () -> client.modelInfer(large));

        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }

    @Test
    void handsMetadataAndDeadlineToTheModel() {
        AtomicReference<RequestContext> seen = new AtomicReference<>();
        dataPlane.model =
                (request, context) -> {
                    seen.set(context);
                    return InferenceResponse.completed();
                };
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("X-Custom", Metadata.ASCII_STRING_MARSHALLER), "v");

        GRPCInferenceServiceBlockingStub custom =
                client.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
        assertThat(custom.modelInfer(typed("1")).getOutputsCount()).isZero();

        assertThat(seen.get().headers()).containsEntry("x-custom", List.of("v"));
        assertThat(seen.get().headers()).doesNotContainKeys("te", "grpc-timeout");
        assertThat(seen.get().timeRemaining().orElseThrow())
                .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(20));
    }

    @Test
    void aClientThatGoesAwayCancelsItsCall() throws Exception {
        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        CompletableFuture<Void> entered = new CompletableFuture<>();
        CompletableFuture<InferenceResponse> answer = new CompletableFuture<>();
        dataPlane.model =
                (request, context) -> {
                    context.onCancel(() -> cancelled.complete(null));
                    entered.complete(null);
                    return answer;
                };

        ListenableFuture<ModelInferResponse> call =
                GRPCInferenceServiceGrpc.newFutureStub(channel).modelInfer(typed("1"));
        entered.get(10, TimeUnit.SECONDS);
        call.cancel(true);

        assertThat(cancelled).succeedsWithin(Duration.ofSeconds(10));
        answer.complete(InferenceResponse.of());
        assertThat(dataPlane.leases).hasValue(0);
    }

    @Test
    void stopWaitsForCallsUnderWay() throws Exception {
        CompletableFuture<Void> entered = new CompletableFuture<>();
        CompletableFuture<InferenceResponse> answer = new CompletableFuture<>();
        dataPlane.model =
                (request, context) -> {
                    entered.complete(null);
                    return answer;
                };
        ListenableFuture<ModelInferResponse> call =
                GRPCInferenceServiceGrpc.newFutureStub(channel).modelInfer(typed("1"));
        entered.get(10, TimeUnit.SECONDS);

        CompletableFuture<Boolean> stopped =
                CompletableFuture.supplyAsync(() -> server.stop(Duration.ofSeconds(20)));
        assertThat(stopped).isNotDone();
        answer.complete(InferenceResponse.of());

        assertThat(call.get(10, TimeUnit.SECONDS).getModelName()).isEqualTo("echo");
        assertThat(stopped).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(true);
    }

    @Test
    void streamsAnswersToEachRequestInTurn() throws Exception {
        List<String> ids = new ArrayList<>();
        CompletableFuture<List<String>> all = new CompletableFuture<>();
        StreamObserver<ModelInferRequest> requests =
                GRPCInferenceServiceGrpc.newStub(channel).modelStreamInfer(collect(ids, all));

        requests.onNext(typed("a"));
        requests.onNext(typed("b"));
        requests.onCompleted();

        assertThat(all.get(10, TimeUnit.SECONDS))
                .containsExactly("a-0", "a-1", "a-2", "b-0", "b-1", "b-2");
    }

    @Test
    void trailersOfAStreamTellOfItsLastAnswer() throws Exception {
        AtomicReference<Metadata> trailers = new AtomicReference<>();
        CompletableFuture<List<String>> all = new CompletableFuture<>();
        StreamObserver<ModelInferRequest> requests =
                GRPCInferenceServiceGrpc.newStub(channel)
                        .withInterceptors(
                                MetadataUtils.newCaptureMetadataInterceptor(
                                        new AtomicReference<>(), trailers))
                        .modelStreamInfer(collect(new ArrayList<>(), all));

        requests.onNext(typed("a"));
        requests.onCompleted();

        assertThat(all.get(10, TimeUnit.SECONDS)).hasSize(3);
        assertThat(text(trailers.get(), "ce-id")).isEqualTo("a-2");
        assertThat(text(trailers.get(), "ce-modelid")).isEqualTo("echo");
    }

    @Test
    void streamsFarMoreThanTheClientsWindowHolds() throws Exception {
        dataPlane.streamed = 5_000;
        List<String> ids = new ArrayList<>();
        CompletableFuture<List<String>> all = new CompletableFuture<>();
        StreamObserver<ModelInferRequest> requests =
                GRPCInferenceServiceGrpc.newStub(channel).modelStreamInfer(collect(ids, all));

        requests.onNext(typed("a"));
        requests.onCompleted();

        assertThat(all.get(20, TimeUnit.SECONDS)).hasSize(5_000);
    }

    @Test
    void aStreamForAnUnknownModelFailsAsACallDoes() {
        CompletableFuture<List<String>> all = new CompletableFuture<>();
        StreamObserver<ModelInferRequest> requests =
                GRPCInferenceServiceGrpc.newStub(channel)
                        .modelStreamInfer(collect(new ArrayList<>(), all));

        requests.onNext(typed("a").toBuilder().setModelName("nope").build());

        assertThat(all)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withMessageContaining("NOT_FOUND");
    }

    @Test
    void loadsListsAndUnloadsModels() {
        RepositoryModelLoadRequest load =
                RepositoryModelLoadRequest.newBuilder().setModelName("alpha").build();
        RepositoryModelUnloadRequest unload =
                RepositoryModelUnloadRequest.newBuilder().setModelName("alpha").build();

        assertThat(client.repositoryIndex(RepositoryIndexRequest.getDefaultInstance()).getModels(0))
                .satisfies(m -> assertThat(m.getState()).isEqualTo("UNAVAILABLE"))
                .satisfies(m -> assertThat(m.getReason()).isEqualTo("not loaded"));
        assertThat(client.repositoryModelLoad(load)).isNotNull();
        RepositoryIndexRequest ready = RepositoryIndexRequest.newBuilder().setReady(true).build();
        assertThat(client.repositoryIndex(ready).getModels(0).getState()).isEqualTo("READY");
        assertThat(client.repositoryModelUnload(unload)).isNotNull();
        assertThat(client.repositoryIndex(ready).getModelsCount()).isZero();
        assertThatThrownBy(() -> client.repositoryModelUnload(unload))
                .hasMessage("NOT_FOUND: Model alpha not found");
        assertThat(controlPlane.indexThread).isEqualTo("grpc-repository-index");
    }

    @Test
    void aModelThatCannotBeLoadedIsAFailedPrecondition() {
        assertThatThrownBy(
                        () ->
                                client.repositoryModelLoad(
                                        RepositoryModelLoadRequest.newBuilder()
                                                .setModelName("broken")
                                                .build()))
                .hasMessage("FAILED_PRECONDITION: the artefact is empty");
    }

    @Test
    void servesTheRepositorysOldServiceToo() {
        ModelRepositoryServiceGrpc.ModelRepositoryServiceBlockingStub old =
                ModelRepositoryServiceGrpc.newBlockingStub(channel);

        assertThat(
                        old.repositoryModelLoad(
                                io.bulkhead.protocol.repository.RepositoryModelLoadRequest
                                        .newBuilder()
                                        .setModelName("alpha")
                                        .build()))
                .isNotNull();
        assertThat(
                        old.repositoryIndex(
                                        io.bulkhead.protocol.repository.RepositoryIndexRequest
                                                .getDefaultInstance())
                                .getModels(0)
                                .getState())
                .isEqualTo("READY");
    }

    @Test
    void saysWhichSettingNamesAPortThatIsInUse() {
        GrpcServer second =
                new GrpcServer(
                        settings(server.port()),
                        dataPlane,
                        controlPlane,
                        new FakeLogControl(),
                        List.of());

        assertThatThrownBy(second::start)
                .isInstanceOf(BindException.class)
                .hasMessageStartingWith(
                        "port " + server.port() + " (grpc_port) on 127.0.0.1 is in use");
        assertThat(second.stop(Duration.ofSeconds(5))).isTrue();
    }

    @Test
    void pageForTroubleSaysTheStatusOfEveryErrorCode() {
        for (ErrorCode code : ErrorCode.values()) {
            assertThat(ErrorTable.rows().get(code))
                    .as(code.name())
                    .extracting(ErrorTable::grpc)
                    .isEqualTo(GrpcErrors.status(code).name());
        }
    }

    @Test
    void everyErrorCodeHasAStatus() {
        for (ErrorCode code : ErrorCode.values()) {
            assertThat(GrpcErrors.status(code)).isNotIn(Status.Code.OK, Status.Code.UNKNOWN);
        }
    }

    private void assertFails(Status.Code code, String message, ModelInferRequest request) {
        StatusRuntimeException failure =
                catchThrowableOfType(
                        StatusRuntimeException.class, () -> client.modelInfer(request));
        assertThat(failure.getStatus().getCode()).isEqualTo(code);
        assertThat(failure.getStatus().getDescription()).isEqualTo(message);
        await().untilAsserted(() -> assertThat(dataPlane.leases).hasValue(0));
    }

    private Metadata trailersOf(ModelInferRequest request) {
        AtomicReference<Metadata> trailers = new AtomicReference<>();
        GRPCInferenceServiceBlockingStub capturing =
                client.withInterceptors(
                        MetadataUtils.newCaptureMetadataInterceptor(
                                new AtomicReference<>(), trailers));
        assertThat(capturing.modelInfer(request).getModelName()).isEqualTo("echo");
        return trailers.get();
    }

    private void send(byte[] message) {
        MethodDescriptor<byte[], ModelInferResponse> method =
                GRPCInferenceServiceGrpc.getModelInferMethod().toBuilder(
                                new BytesMarshaller(),
                                GRPCInferenceServiceGrpc.getModelInferMethod()
                                        .getResponseMarshaller())
                        .build();
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS);
        ClientCalls.blockingUnaryCall(channel, method, options, message);
    }

    private static final class BytesMarshaller implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            throw new UnsupportedOperationException();
        }
    }

    private static StreamObserver<ModelInferResponse> collect(
            List<String> ids, CompletableFuture<List<String>> all) {
        return new StreamObserver<>() {
            @Override
            public void onNext(ModelInferResponse response) {
                ids.add(response.getId());
            }

            @Override
            public void onError(Throwable failure) {
                all.completeExceptionally(failure);
            }

            @Override
            public void onCompleted() {
                all.complete(ids);
            }
        };
    }

    private static String text(Metadata metadata, String name) {
        return metadata.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
    }

    private static InferInputTensor.Builder input() {
        return InferInputTensor.newBuilder().setName("x").setDatatype("FP64").addShape(1);
    }

    private static ModelInferRequest typed(String id) {
        return ModelInferRequest.newBuilder()
                .setModelName("echo")
                .setId(id)
                .addInputs(
                        input().setContents(InferTensorContents.newBuilder().addFp64Contents(0.5)))
                .build();
    }

    private static ModelInferRequest raw(String id) {
        return ModelInferRequest.newBuilder()
                .setModelName("echo")
                .setId(id)
                .addInputs(input())
                .addRawInputContents(ByteString.copyFrom(new byte[] {0, 0, 0, 0, 0, 0, -32, 63}))
                .build();
    }

    private static ServerSettings settings(int port) {
        return TestSettings.withGrpcPort(port);
    }
}
