package io.bulkhead.host;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.ByteString;
import io.bulkhead.host.plugin.TestPlugins;
import io.bulkhead.protocol.DataType;
import io.bulkhead.protocol.GRPCInferenceServiceGrpc;
import io.bulkhead.protocol.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import io.bulkhead.protocol.InferParameter;
import io.bulkhead.protocol.InferTensorContents;
import io.bulkhead.protocol.ModelConfig;
import io.bulkhead.protocol.ModelConfigRequest;
import io.bulkhead.protocol.ModelInferRequest;
import io.bulkhead.protocol.ModelInferResponse;
import io.bulkhead.protocol.ModelStatistics;
import io.bulkhead.protocol.ModelStatisticsRequest;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a whole server tells of its models: how they are configured, what they did. */
class ModelExtensionsIT {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir private static Path work;

    private static Server server;
    private static ManagedChannel channel;

    @BeforeAll
    static void start() throws IOException {
        Path plugins = Files.createDirectories(work.resolve("plugins"));
        new TestPlugins(Files.createDirectories(work.resolve("compiled")))
                .jar("measuring", plugins.resolve("measuring.jar"));
        Path model = Files.createDirectories(work.resolve("models/measured"));
        Files.writeString(model.resolve("model.measuring"), "");
        Files.writeString(
                model.resolve("model-settings.json"),
                "{\"name\":\"measured\",\n\"implementation\":\"example.MeasuringModel\","
                        + "\"outputs\":[{\"name\":\"row\",\"datatype\":\"FP32\",\"shape\":[-1,3],"
                        + "\"parameters\":{\"labels\":[\"cat\",\"dog\"]}}],"
                        + "\"parameters\":{\"version\":\"v1\",\"extra\":{\"depth\":7}}}");
        server = TestServers.start(work, plugins);
        channel = TestServers.channel(server);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        server.close();
    }

    private static HttpResponse<String> get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.restPort() + path);
        return CLIENT.send(
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void configurationTellsValuesAndTheirSources() throws Exception {
        HttpResponse<String> answer = get("/v2/models/measured/config");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        JsonNode settings = JSON.readTree(answer.body()).path("settings");
        assertThat(settings.at("/implementation/value").textValue())
                .isEqualTo("example.MeasuringModel");
        assertThat(settings.at("/implementation/source").textValue())
                .isEqualTo("model-settings.json, line 2, column 18");
        assertThat(settings.path("parameters.extra.depth").path("value").longValue()).isEqualTo(7);
        assertThat(settings.path("parallel_workers").path("source").textValue())
                .isEqualTo("the server's parallel_workers");
    }

    @Test
    void configurationTellsRuntimePluginAndPlacement() throws Exception {
        JsonNode config = JSON.readTree(get("/v2/models/measured/versions/v1/config").body());

        assertThat(config.path("name").textValue()).isEqualTo("measured");
        assertThat(config.path("version").textValue()).isEqualTo("v1");
        assertThat(config.path("backend").textValue()).isEqualTo("measuring");
        assertThat(config.path("input").toString())
                .isEqualTo("[{\"name\":\"row\",\"data_type\":\"TYPE_FP32\",\"dims\":[-1,3]}]");
        assertThat(config.at("/artifact/file").textValue()).isEqualTo("model.measuring");
        assertThat(config.at("/placement/isolation").textValue()).isEqualTo("classloader");
        assertThat(config.at("/placement/reason").textValue()).contains("class loader of its own");
        assertThat(config.at("/placement/ready").booleanValue()).isTrue();
        assertThat(config.at("/plugin/fingerprint").textValue()).matches("[0-9a-f]{64}");
        assertThat(config.at("/plugin/jars/0/file").textValue()).isEqualTo("measuring.jar");
    }

    @Test
    void noPathOfTheServerIsTold() throws Exception {
        assertThat(get("/v2/models/measured/config").body()).doesNotContain(work.toString());
    }

    @Test
    void anUnknownModelHasNone() throws Exception {
        HttpResponse<String> answer = get("/v2/models/nope/config");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo("{\"error\":\"Model nope not found\"}");
    }

    @Test
    void grpcTellsTheSameConfigurationInTritonsMessage() {
        ModelConfig config =
                grpc().modelConfig(ModelConfigRequest.newBuilder().setName("measured").build())
                        .getConfig();

        assertThat(config.getBackend()).isEqualTo("measuring");
        assertThat(config.getInput(0).getDataType()).isEqualTo(DataType.TYPE_FP32);
        assertThat(config.getInput(0).getDimsList()).containsExactly(-1L, 3L);
        assertThat(config.getParametersOrThrow("parameters.extra.depth").getStringValue())
                .isEqualTo("7");
        assertThat(config.getParametersOrThrow("implementation.source").getStringValue())
                .isEqualTo("model-settings.json, line 2, column 18");
    }

    private static GRPCInferenceServiceBlockingStub grpc() {
        return GRPCInferenceServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(20, TimeUnit.SECONDS);
    }

    private static int infer(int inputs) throws Exception {
        String input = "{\"name\":\"row%d\",\"shape\":[1],\"datatype\":\"FP32\",\"data\":[1]}";
        String all = IntStream.range(0, inputs).mapToObj(input::formatted).collect(joining(","));
        String body = "{\"inputs\":[" + all + "]}";
        URI uri = URI.create("http://127.0.0.1:" + server.restPort() + "/v2/models/measured/infer");
        return CLIENT.send(
                        HttpRequest.newBuilder(uri)
                                .timeout(Duration.ofSeconds(20))
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    @Test
    void anOutputComesAsItsLargestClasses() throws Exception {
        String body =
                """
                {"inputs": [{"name": "row", "shape": [2, 3], "datatype": "FP32",
                             "data": [0.5, 0.25, 0.125, 1, 2, 3]}],
                 "outputs": [{"name": "row", "parameters": {"classification": 2}}]}
                """;
        URI uri = URI.create("http://127.0.0.1:" + server.restPort() + "/v2/models/measured/infer");
        HttpResponse<String> answer =
                CLIENT.send(
                        HttpRequest.newBuilder(uri)
                                .timeout(Duration.ofSeconds(20))
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(JSON.readTree(answer.body()).path("outputs").toString())
                .isEqualTo(
                        "[{\"name\":\"row\",\"shape\":[2,2],\"datatype\":\"BYTES\",\"data\":"
                                + "[\"0.5:0:cat\",\"0.25:1:dog\",\"3.0:2\",\"2.0:1:dog\"]}]");
    }

    @Test
    void grpcHasTheSameClasses() {
        ModelInferRequest request =
                ModelInferRequest.newBuilder()
                        .setModelName("measured")
                        .addInputs(
                                ModelInferRequest.InferInputTensor.newBuilder()
                                        .setName("row")
                                        .setDatatype("FP32")
                                        .addShape(1)
                                        .addShape(3)
                                        .setContents(
                                                InferTensorContents.newBuilder()
                                                        .addFp32Contents(0.5f)
                                                        .addFp32Contents(0.25f)
                                                        .addFp32Contents(0.75f)))
                        .addOutputs(
                                ModelInferRequest.InferRequestedOutputTensor.newBuilder()
                                        .setName("row")
                                        .putParameters(
                                                "classification",
                                                InferParameter.newBuilder()
                                                        .setInt64Param(2)
                                                        .build()))
                        .build();

        ModelInferResponse answer = grpc().modelInfer(request);

        assertThat(answer.getOutputs(0).getShapeList()).containsExactly(1L, 2L);
        assertThat(answer.getOutputs(0).getContents().getBytesContentsList())
                .extracting(ByteString::toStringUtf8)
                .containsExactly("0.75:2", "0.5:0:cat");
    }

    private static JsonNode statistics(String path) throws Exception {
        return JSON.readTree(get(path).body()).path("model_stats");
    }

    @Test
    void statisticsCountAnswersFailuresAndTheirTime() throws Exception {
        JsonNode before = statistics("/v2/models/measured/stats").path(0);
        long began = System.currentTimeMillis();
        assertThat(infer(1)).isEqualTo(200);
        assertThat(infer(1)).isEqualTo(200);
        assertThat(infer(2)).isEqualTo(400);

        JsonNode after = statistics("/v2/models/measured/stats").path(0);

        assertThat(after.path("name").textValue()).isEqualTo("measured");
        assertThat(after.path("version").textValue()).isEqualTo("v1");
        assertThat(after.path("last_inference").longValue()).isGreaterThanOrEqualTo(began);
        assertThat(more("/inference_count", before, after)).isEqualTo(2);
        assertThat(more("/execution_count", before, after)).isEqualTo(2);
        assertThat(more("/inference_stats/success/count", before, after)).isEqualTo(2);
        assertThat(more("/inference_stats/success/ns", before, after)).isPositive();
        assertThat(more("/inference_stats/fail/count", before, after)).isEqualTo(1);
        assertThat(more("/inference_stats/fail/ns", before, after)).isPositive();
        assertThat(more("/inference_stats/compute_infer/count", before, after)).isEqualTo(2);
        assertThat(more("/inference_stats/compute_infer/ns", before, after))
                .isBetween(1L, more("/inference_stats/success/ns", before, after));
    }

    private static long more(String pointer, JsonNode before, JsonNode after) {
        assertThat(after.at(pointer).isIntegralNumber()).as(pointer).isTrue();
        return after.at(pointer).longValue() - before.at(pointer).longValue();
    }

    @Test
    void statisticsAreToldOfAllModelsOfOneAndOfAVersion() throws Exception {
        for (String path :
                List.of(
                        "/v2/models/stats",
                        "/v2/models/measured/stats",
                        "/v2/models/measured/versions/v1/stats")) {
            assertThat(statistics(path)).as(path).hasSize(1);
        }
        assertThat(get("/v2/models/nope/stats").statusCode()).isEqualTo(404);
        assertThat(get("/v2/models/measured/versions/v2/stats").statusCode()).isEqualTo(404);
    }

    @Test
    void grpcTellsTheSameStatistics() throws Exception {
        assertThat(infer(1)).isEqualTo(200);

        ModelStatistics one =
                grpc().modelStatistics(
                                ModelStatisticsRequest.newBuilder().setName("measured").build())
                        .getModelStats(0);

        assertThat(one.getVersion()).isEqualTo("v1");
        assertThat(one.getInferenceCount()).isPositive();
        assertThat(one.getInferenceStats().getSuccess().getCount())
                .isEqualTo(one.getInferenceCount());
        assertThat(one.getInferenceStats().getComputeInfer().getNs()).isPositive();
        assertThat(
                        grpc().modelStatistics(ModelStatisticsRequest.getDefaultInstance())
                                .getModelStatsCount())
                .isEqualTo(1);
    }
}
