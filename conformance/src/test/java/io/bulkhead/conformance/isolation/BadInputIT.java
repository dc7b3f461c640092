package io.bulkhead.conformance.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.bulkhead.conformance.Distribution;
import io.bulkhead.conformance.RunningServer;
import io.bulkhead.protocol.GRPCInferenceServiceGrpc;
import io.bulkhead.protocol.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import io.bulkhead.protocol.ModelInferRequest;
import io.bulkhead.protocol.RepositoryModelLoadRequest;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong is said over both wires: what, where, and what to do; and all others serve. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {
    /** A pickle that runs a command when it is read by Python. */
    private static final String MALICIOUS =
            """
            \200\2cposix
            system
            q\0X\7\0\0\0touch xq\1\205q\2Rq\3.\
            """;

    private TestRepository models;
    private RunningServer server;
    private ModelClient client;
    private ManagedChannel channel;
    private GRPCInferenceServiceBlockingStub grpc;

    @BeforeAll
    void start(@TempDir Path work) throws Exception {
        models = TestRepository.in(work);
        models.copyFromCorpus(
                "dataplane/iris/model.joblib",
                models.declare("good", "{'implementation': 'sklearn'}"));
        models.declare("unknown-runtime", "{'implementation': 'skleam'}");
        models.declare(
                "missing-artefact",
                "{'implementation': 'sklearn', 'parameters': {'uri': './gone.joblib'}}");
        models.declare("malformed", "{\n  'implementation': 'sklearn',\n  'name' 'x'\n}");
        models.declare("invalid", "{'implementation': 'sklearn',\n 'max_batch_size': 'many'}");
        artefact("broken-pickle", "sklearn", "model.joblib", "no pickle at all");
        artefact("malicious", "sklearn", "model.joblib", MALICIOUS);
        artefact("broken-xgboost", "xgboost", "model.json", "{\"learner\": {\"attri");
        jarWithoutPlugin(models.root().resolve("no-plugin.jar"));
        server = Distribution.built().start(models.root(), models.environment());
        client = new ModelClient(server);
        channel =
                Grpc.newChannelBuilder(
                                server.endpoints().grpc().orElseThrow(),
                                InsecureChannelCredentials.create())
                        .build();
        grpc = GRPCInferenceServiceGrpc.newBlockingStub(channel);
    }

    private void artefact(String model, String runtime, String file, String contents)
            throws IOException {
        Path folder = models.declare(model, "{'implementation': '" + runtime + "'}");
        Files.write(folder.resolve(file), contents.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void jarWithoutPlugin(Path place) throws IOException {
        try (ZipOutputStream jar = new ZipOutputStream(Files.newOutputStream(place))) {
            jar.putNextEntry(new ZipEntry("readme.txt"));
        }
    }

    @AfterAll
    void stop() {
        channel.shutdownNow();
        server.close();
    }

    @Test
    void allOthersServe() throws Exception {
        assertThat(ModelClient.output(client.infer("good"), "predict")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "unknown-runtime | no runtime 'skleam' is installed; there are: ",
                "unknown-runtime | 'no-plugin.jar' is no plugin",
                "unknown-runtime | nothing in it is a RuntimeFactory",
                "missing-artefact | './gone.joblib' does not exist in the model's folder",
                "broken-pickle | model.joblib",
                "malicious | posix.system",
                "broken-xgboost | model.json",
            })
    void aModelThatCannotBeLoadedSaysWhyOnBothWiresAndInTheIndex(String model, String reason)
            throws Exception {
        String error = ModelClient.error(client.load(model), 422);
        assertThat(error).contains(reason).doesNotContain("Exception", models.root().toString());
        Status status = loadStatus(model);
        assertThat(status.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(status.getDescription()).contains(reason);
        assertThat(client.indexEntry(model).path("state").asText()).isEqualTo("UNAVAILABLE");
        assertThat(client.indexEntry(model).path("reason").asText()).contains(reason);
        assertThat(server.log()).contains(reason);
        assertThat(server.log()).contains("Model '" + model + "' cannot be loaded");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "malformed | model-settings.json, line 3, column 10: no valid JSON",
                "invalid | model-settings.json, line 2, column 20: 'max_batch_size': an integer",
            })
    void settingsThatCannotBeReadAreSaidWithLineAndColumn(String model, String reason)
            throws Exception {
        assertThat(ModelClient.error(client.load(model), 422)).contains(model + "/" + reason);
        Status status = loadStatus(model);
        assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(status.getDescription()).contains(model + "/" + reason);
        assertThat(server.log()).contains(model + "/" + reason);
    }

    private Status loadStatus(String model) {
        return failure(
                () ->
                        grpc.repositoryModelLoad(
                                RepositoryModelLoadRequest.newBuilder()
                                        .setModelName(model)
                                        .build()));
    }

    private static Status failure(Runnable call) {
        return catchThrowableOfType(StatusRuntimeException.class, call::run).getStatus();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nobody | `` | Model nobody not found",
                "good | 3 | Model good with version 3 not found",
                "malicious | `` | Model malicious not found",
            })
    void whoIsNotThereIsNamed(String model, String version, String message) throws Exception {
        String path = "/v2/models/" + model + (version.isEmpty() ? "" : "/versions/" + version);
        assertThat(ModelClient.error(server.post(path + "/infer", row("FP32", "[1, 4]")), 404))
                .isEqualTo(message);
        assertThat(ModelClient.error(server.get(path), 404)).isEqualTo(message);
        Status status = inferStatus(model, version, "FP32", 4);
        assertThat(status.getCode()).isEqualTo(Status.Code.NOT_FOUND);
        // MLServer's text, which names the version even where there is none.
        assertThat(status.getDescription()).startsWith("Model " + model).endsWith(" not found");
    }

    @Test
    void unknownModelsCanNeitherBeLoadedNorUnloaded() throws Exception {
        assertThat(ModelClient.error(client.load("nobody"), 404)).contains("nobody not found");
        assertThat(ModelClient.error(client.unload("nobody"), 404)).contains("nobody not found");
        assertThat(loadStatus("nobody").getCode()).isEqualTo(Status.Code.NOT_FOUND);
    }

    @Test
    void aShapeThatItsDataDoesNotFillIsRefused() throws Exception {
        assertThat(
                        ModelClient.error(
                                server.post("/v2/models/good/infer", row("FP32", "[2, 4]")), 422))
                .contains("inputs[0]", "[2,4]");
        Status status = inferStatus("good", "", "FP32", 5);
        assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(status.getDescription()).contains("'x'", "5 values of FP32", "got 16");
    }

    @Test
    void anUnknownDatatypeIsRefused() throws Exception {
        assertThat(
                        ModelClient.error(
                                server.post("/v2/models/good/infer", row("FP31", "[1, 4]")), 422))
                .contains("FP31", "FP32");
        Status status = inferStatus("good", "", "FP31", 4);
        assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(status.getDescription()).contains("FP31");
    }

    private static String row(String datatype, String shape) {
        return """
        {"inputs": [{"name": "x", "shape": %s, "datatype": "%s",
                     "data": [5.1, 3.5, 1.4, 0.2]}]}
        """
                .formatted(shape, datatype);
    }

    /** Four numbers in a tensor that says it has so many columns. */
    private Status inferStatus(String model, String version, String datatype, int columns) {
        ModelInferRequest request =
                ModelInferRequest.newBuilder()
                        .setModelName(model)
                        .setModelVersion(version)
                        .addInputs(
                                ModelInferRequest.InferInputTensor.newBuilder()
                                        .setName("x")
                                        .setDatatype(datatype)
                                        .addShape(1)
                                        .addShape(columns))
                        .addRawInputContents(ByteString.copyFrom(new byte[16]))
                        .build();
        return failure(() -> grpc.modelInfer(request));
    }

    @ParameterizedTest
    @CsvSource({"http_port", "grpc_port", "metrics_port"})
    void aPortInUseEndsTheStartAndIsNamed(String setting, @TempDir Path work) throws Exception {
        TestRepository empty = TestRepository.in(work);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
            String port = Integer.toString(taken.getLocalPort());
            Map<String, String> environment = new HashMap<>(empty.environment());
            environment.put("MLSERVER_" + setting.toUpperCase(java.util.Locale.ROOT), port);
            try (RunningServer refused = Distribution.built().launch(empty.root(), environment)) {
                assertThat(refused.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(refused.process().exitValue()).isEqualTo(1);
                assertThat(refused.log()).contains(port).contains(setting).doesNotContain("\tat ");
            }
        }
    }
}
