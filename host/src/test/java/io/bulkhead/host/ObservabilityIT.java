package io.bulkhead.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.bulkhead.host.plugin.TestPlugins;
import io.bulkhead.protocol.GRPCInferenceServiceGrpc;
import io.bulkhead.protocol.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import io.bulkhead.protocol.ModelInferRequest;
import io.bulkhead.protocol.ModelReadyRequest;
import io.bulkhead.protocol.ServerLiveRequest;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a whole server with one model tells of its work, over all of its ports. */
class ObservabilityIT {
    private static final String ROW =
            "{\"name\":\"row\",\"shape\":[1,3],\"datatype\":\"FP32\",\"data\":[1,2,3]}";
    private static final String INFER = "/v2/models/measured/infer";

    @TempDir private static Path work;

    private static Server server;
    private static ManagedChannel channel;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws IOException {
        Path plugins = Files.createDirectories(work.resolve("plugins"));
        new TestPlugins(Files.createDirectories(work.resolve("compiled")))
                .jar("measuring", plugins.resolve("measuring.jar"));
        Path model = Files.createDirectories(work.resolve("models/measured"));
        Files.writeString(model.resolve("model.measuring"), "");
        Files.writeString(
                model.resolve("model-settings.json"),
                "{\"name\":\"measured\",\"implementation\":\"example.MeasuringModel\","
                        + "\"parameters\":{\"version\":\"v1\"}}");
        server = TestServers.start(work, plugins);
        channel = TestServers.channel(server);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        server.close();
    }

    private static GRPCInferenceServiceBlockingStub grpc() {
        return GRPCInferenceServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(20, TimeUnit.SECONDS);
    }

    private static HttpResponse<String> get(int port, String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(port, path)).GET());
    }

    private static HttpResponse<String> post(String path, String body) throws Exception {
        return send(
                HttpRequest.newBuilder(uri(server.restPort(), path))
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return CLIENT.send(
                request.timeout(Duration.ofSeconds(20)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String metrics() {
        try {
            return get(server.metricsPort(), "/metrics").body();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** A request is counted when its answer is out, so a moment after its client has it. */
    private static void awaitSeries(String series) {
        Pattern line = Pattern.compile("^" + Pattern.quote(series) + " [1-9]", Pattern.MULTILINE);
        await().untilAsserted(() -> assertThat(metrics()).containsPattern(line));
    }

    @Test
    void restRequestsAreCountedByModelPathAndStatus() throws Exception {
        assertThat(post(INFER, "{\"inputs\":[" + ROW + "]}").statusCode()).isEqualTo(200);
        assertThat(post(INFER, "{\"inputs\":[" + ROW + "," + ROW + "]}").statusCode())
                .isEqualTo(400);
        assertThat(post("/v2/models/nope/infer", "{\"inputs\":[" + ROW + "]}").statusCode())
                .isEqualTo(404);

        awaitSeries("model_infer_request_success_total{model=\"measured\",version=\"\"}");
        awaitSeries("model_infer_request_failure_total{model=\"measured\",version=\"\"}");
        awaitSeries("model_infer_request_failure_total{model=\"unknown\",version=\"\"}");
        awaitSeries("model_infer_request_duration_count{model=\"measured\",version=\"\"}");
        for (String status : new String[] {"200", "400", "404"}) {
            awaitSeries(
                    "rest_server_requests_total{app_name=\"mlserver\",method=\"POST\","
                            + "path=\"/v2/models/{model_name}/infer\",status_code=\""
                            + status
                            + "\"}");
        }
        awaitSeries("parallel_request_queue_count");
        awaitSeries("batch_request_queue_count{model_name=\"measured\",model_version=\"v1\"}");
    }

    @Test
    void whatModelsDoIsReadOffThem() throws Exception {
        assertThat(post(INFER, "{\"inputs\":[" + ROW + "]}").statusCode()).isEqualTo(200);

        String labels = "model=\"measured\",stage=\"infer\",version=\"v1\"}";
        awaitSeries("model_infer_stage_seconds_count{" + labels);
        awaitSeries("model_infer_stage_seconds_bucket{le=\"+Inf\"," + labels);
        assertThat(metrics())
                .containsPattern("model_infer_stage_seconds_count\\{[^}]*stage=\"queue\"")
                .contains("model_infer_requests_in_flight{model=\"measured\",version=\"v1\"} ")
                .contains("model_infer_requests_waiting{model=\"measured\",version=\"v1\"} ");
    }

    @Test
    void versionIsThatOfTheRequest() throws Exception {
        String path = "/v2/models/measured/versions/v1/infer";
        assertThat(post(path, "{\"inputs\":[" + ROW + "]}").statusCode()).isEqualTo(200);

        awaitSeries("model_infer_request_success_total{model=\"measured\",version=\"v1\"}");
        awaitSeries(
                "rest_server_requests_total{app_name=\"mlserver\",method=\"POST\","
                        + "path=\"/v2/models/{model_name}/versions/{model_version}/infer\","
                        + "status_code=\"200\"}");
    }

    @Test
    void streamsAreCountedAsInferenceToo() throws Exception {
        String path = "/v2/models/measured/versions/v1/infer_stream";
        assertThat(post(path, "{\"inputs\":[" + ROW + "," + ROW + "]}").statusCode())
                .isEqualTo(400);

        awaitSeries("model_infer_request_failure_total{model=\"measured\",version=\"v1\"}");
    }

    @Test
    void grpcCallsAreCountedByMethodAndCode() {
        assertThat(grpc().serverLive(ServerLiveRequest.getDefaultInstance()).getLive()).isTrue();
        ModelReadyRequest unknown = ModelReadyRequest.newBuilder().setName("nope").build();
        assertThatExceptionOfType(StatusRuntimeException.class)
                .isThrownBy(() -> grpc().modelReady(unknown));

        String live =
                "grpc_method=\"ServerLive\","
                        + "grpc_service=\"inference.GRPCInferenceService\",grpc_type=\"UNARY\"}";
        awaitSeries("grpc_server_started_total{" + live);
        awaitSeries("grpc_server_handled_total{grpc_code=\"OK\"," + live);
        awaitSeries("grpc_server_handling_seconds_count{" + live);
        awaitSeries(
                "grpc_server_handled_total{grpc_code=\"NOT_FOUND\","
                        + live.replace("ServerLive", "ModelReady"));
    }

    @Test
    void messagesOfGrpcStreamsAreCounted() throws Exception {
        CountingObserver answers = new CountingObserver();
        var requests = GRPCInferenceServiceGrpc.newStub(channel).modelStreamInfer(answers);
        requests.onNext(ModelInferRequest.newBuilder().setModelName("nope").build());
        requests.onCompleted();
        answers.ended().get(20, TimeUnit.SECONDS);

        String stream =
                "grpc_method=\"ModelStreamInfer\","
                        + "grpc_service=\"inference.GRPCInferenceService\","
                        + "grpc_type=\"BIDI_STREAMING\"}";
        awaitSeries("grpc_server_started_total{" + stream);
        awaitSeries("grpc_server_msg_received_total{" + stream);
        assertThat(metrics())
                .containsPattern(
                        "grpc_server_handled_total\\{grpc_code=\"[A-Z_]+\","
                                + Pattern.quote(stream));
    }

    @Test
    void modelsOwnMetricsAreThereUnderItsName() throws Exception {
        assertThat(post(INFER, "{\"inputs\":[" + ROW + "]}").statusCode()).isEqualTo(200);

        awaitSeries("tensors_asked_count{model_name=\"measured\",model_version=\"v1\"}");
        assertThat(metrics()).contains("# HELP tensors_asked Tensors in a request\n");
    }

    @Test
    void metricsPortHasNothingElseAndRestPortHasThemToo() throws Exception {
        HttpResponse<String> metrics = get(server.metricsPort(), "/metrics");
        assertThat(metrics.statusCode()).isEqualTo(200);
        assertThat(metrics.headers().firstValue("content-type"))
                .contains("text/plain; version=0.0.4; charset=utf-8");
        assertThat(get(server.metricsPort(), "/v2").statusCode()).isEqualTo(404);
        HttpResponse<String> same = get(server.restPort(), "/metrics");
        assertThat(same.headers().map().get("content-type"))
                .isEqualTo(metrics.headers().map().get("content-type"));
        assertThat(same.body()).contains("# TYPE model_infer_request_duration summary");
        assertThat(metrics()).doesNotContain("path=\"/metrics\"");
    }

    @Test
    void exampleOfTheModelsDocumentIsAnsweredWhenSent() throws Exception {
        String document = get(server.restPort(), "/v2/models/measured/docs/dataplane.json").body();
        String example =
                "{\"id\":\"example\",\"inputs\":[{\"name\":\"row\",\"shape\":[1,3],"
                        + "\"datatype\":\"FP32\",\"data\":[0.0,0.0,0.0]}]}";

        assertThat(document).contains("\"example\":" + example);
        assertThat(post(INFER, example).statusCode()).isEqualTo(200);
    }
}
