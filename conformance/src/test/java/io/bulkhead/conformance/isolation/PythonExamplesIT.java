package io.bulkhead.conformance.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bulkhead.conformance.Distribution;
import io.bulkhead.conformance.RunningServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every example in Python, served as it is by a real MLServer behind ours. */
@Timeout(300)
class PythonExamplesIT {
    private static final Path EXAMPLES = Path.of("..", "examples", "python");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private static Path work;
    private static RunningServer server;
    private static ModelClient client;

    @BeforeAll
    static void start() throws Exception {
        MlserverPython python = MlserverPython.required("mlserver");
        TestRepository models = TestRepository.in(work);
        copy(EXAMPLES, models.root());
        server =
                Distribution.built().start(models.root(), python.environment(models.environment()));
        client = new ModelClient(server);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> tree = Files.walk(from)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file));
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void allAreReady() throws Exception {
        for (JsonNode entry : JSON.readTree(server.post("/v2/repository/index", "{}").body())) {
            assertThat(entry.path("state").asText()).as(entry.toString()).isEqualTo("READY");
        }
    }

    @Test
    void numpyroDivorceReadsItsSamplesAndDecodesItsArguments() throws Exception {
        JsonNode answer =
                client.infer(
                        "numpyro-divorce",
                        """
                        {"inputs": [{"name": "marriage", "shape": [1], "datatype": "FP64",
                                     "data": [28.0]}]}
                        """);
        assertThat(answer.path("outputs").get(0).path("name").asText()).isEqualTo("output-0");
        assertThat(ModelClient.output(answer, "output-0").get(0).asDouble()).isBetween(8.0, 11.0);
    }

    @Test
    void jsonHelloWorldTakesAndGivesJsonAsTextWhoseBytesItsShapeCounts() throws Exception {
        JsonNode answer =
                client.infer(
                        "json-hello-world",
                        """
                        {"inputs": [{"name": "echo_request", "shape": [19], "datatype": "BYTES",
                                     "data": ["{\\"name\\": \\"Foo Bar\\"}"]}]}
                        """);
        JsonNode said = JSON.readTree(ModelClient.output(answer, "echo_response").get(0).asText());
        assertThat(said.path("request").path("echo_request").path("name").asText())
                .isEqualTo("Foo Bar");
    }

    @Test
    void documentsAreCompared() throws Exception {
        JsonNode answer =
                client.infer(
                        "doc-sim-model",
                        """
                        {"inputs": [{"name": "docs", "shape": [2], "datatype": "BYTES",
                                     "data": ["Barbie is a film", "Oppenheimer is a film"]}]}
                        """);
        assertThat(ModelClient.output(answer, "output-0").get(0).asDouble()).isEqualTo(0.75);
    }

    @Test
    void contentTypesComeFromTheRequestFromTheSettingsAndFromTheModelsOwnCodec() throws Exception {
        JsonNode answer =
                client.infer(
                        "content-type-example",
                        """
                        {"inputs": [
                          {"name": "metadata-np", "datatype": "INT32", "shape": [2, 2],
                           "data": [1, 2, 3, 4]},
                          {"name": "metadata-str", "datatype": "BYTES", "shape": [1],
                           "data": ["hello world"]},
                          {"name": "image-int32", "datatype": "INT32", "shape": [2, 2],
                           "data": [1, 0, 1, 0], "parameters": {"content_type": "img"}},
                          {"name": "image-bytes", "datatype": "BYTES", "shape": [1],
                           "data": ["1010"], "parameters": {"content_type": "img"}}]}
                        """);
        assertThat(ModelClient.output(answer, "metadata-np").get(0).asText())
                .isEqualTo("array([[1, 2],\n       [3, 4]], dtype=int32)");
        assertThat(ModelClient.output(answer, "metadata-str").get(0).asText())
                .isEqualTo("['hello world']");
        assertThat(ModelClient.output(answer, "image-int32").get(0).asText())
                .isEqualTo("<Picture 2x2>");
        assertThat(ModelClient.output(answer, "image-bytes").get(0).asText())
                .isEqualTo("<Picture 2x2>");
    }

    private static final String TEXT =
            """
            {"inputs": [{"name": "text", "shape": [1], "datatype": "BYTES",
                         "data": ["to be or"]}]}
            """;

    @Test
    void headersGoInAndComeOut() throws Exception {
        HttpResponse<String> answer =
                server.post(
                        "/v2/models/custom-headers/infer", TEXT, Map.of("X-Tenant", "somebody"));
        assertThat(answer.body()).contains("\"data\":[\"somebody\"]");
        assertThat(answer.headers().firstValue("x-served-for")).contains("somebody");
    }

    @Test
    void endpointsOfTheModelAreOurs() throws Exception {
        HttpResponse<String> under = server.get("/v2/models/custom-metrics/my-custom-endpoint");
        assertThat(under.statusCode()).as(under.body()).isEqualTo(200);
        assertThat(JSON.readTree(under.body()).path("seen").isInt()).isTrue();
        assertThat(server.get("/my-custom-endpoint").statusCode()).isEqualTo(200);
    }

    @Test
    void metricsOfTheModelAreOurs() throws Exception {
        client.infer(
                "custom-metrics",
                """
                {"inputs": [{"name": "x", "shape": [2], "datatype": "FP64", "data": [3, 34]}]}
                """);
        // A model that keeps its MLServer busy is shown as it was the last time.
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () ->
                                assertThat(server.metrics())
                                        .containsPattern(
                                                "my_custom_metric_sum"
                                                        + "\\{model_name=\"custom-metrics\".*} 34.0"));
    }

    @Test
    void streamsComeWordByWord() throws Exception {
        HttpResponse<String> answer =
                server.post("/v2/models/text-stream/infer_stream", TEXT, Map.of());
        assertThat(answer.body().lines().filter(line -> line.startsWith("data:")))
                .hasSize(3)
                .last()
                .asString()
                .contains("\"data\":[\"or\"]");
    }
}
