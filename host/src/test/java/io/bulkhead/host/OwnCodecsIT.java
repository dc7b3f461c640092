package io.bulkhead.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bulkhead.host.plugin.TestPlugins;
import io.bulkhead.protocol.GRPCInferenceServiceGrpc;
import io.bulkhead.protocol.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import io.bulkhead.protocol.InferParameter;
import io.bulkhead.protocol.InferTensorContents;
import io.bulkhead.protocol.ModelInferRequest;
import io.bulkhead.protocol.ModelInferResponse;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
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
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A plugin with content types of its own, and a model that reads and writes headers, on a whole
 * server: once in the server's JVM and once in a child.
 */
class OwnCodecsIT {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir private static Path work;

    private static Server server;
    private static ManagedChannel channel;

    @BeforeAll
    static void start() throws IOException {
        Path plugins = Files.createDirectories(work.resolve("plugins"));
        new TestPlugins(Files.createDirectories(work.resolve("compiled")))
                .jar("own-codecs", plugins.resolve("own-codecs.jar"));
        model("near", "classloader");
        model("far", "process");
        server = TestServers.start(work, plugins);
        channel = TestServers.channel(server);
    }

    private static void model(String name, String isolation) throws IOException {
        Path folder = Files.createDirectories(work.resolve("models").resolve(name));
        Files.writeString(
                folder.resolve("model-settings.json"),
                """
                {"name": "%s", "implementation": "own-codecs",
                 "inputs": [{"name": "outside", "datatype": "BYTES", "shape": [-1],
                             "parameters": {"content_type": "degrees"}}],
                 "parameters": {"extra": {"isolation": "%s"}}}
                """
                        .formatted(name, isolation));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        server.close();
    }

    private static HttpResponse<String> infer(String model, String body, String... headers)
            throws Exception {
        return post(model + "/infer", body, headers);
    }

    private static HttpResponse<String> post(String path, String body, String... headers)
            throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.restPort() + "/v2/models/" + path);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri)
                        .timeout(Duration.ofSeconds(20))
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /**
     * @param parameters of the request, as JSON
     * @param inputs each a name and its texts, as JSON
     */
    private static String request(String parameters, String... inputs) {
        List<String> tensors =
                List.of(inputs).stream()
                        .map(input -> input.split("=", 2))
                        .map(
                                input ->
                                        "{\"name\":\"%s\",\"datatype\":\"BYTES\",\"shape\":[-1],\"data\":%s}"
                                                .formatted(input[0], input[1]))
                        .toList();
        return "{\"parameters\":" + parameters + ",\"inputs\":" + tensors + "}";
    }

    @ParameterizedTest
    @ValueSource(strings = {"near", "far"})
    void settingsNameACodecOfThePlugin(String model) throws Exception {
        HttpResponse<String> answer = infer(model, request("{}", "outside=[\"50F\",\"-3C\"]"));

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode output = JSON.readTree(answer.body()).at("/outputs/0");
        assertThat(output.at("/data").toString()).isEqualTo("[\"10C\",\"-3C\"]");
        assertThat(output.at("/parameters/content_type").textValue()).isEqualTo("degrees");
    }

    @ParameterizedTest
    @ValueSource(strings = {"near", "far"})
    void requestIsDecodedByThePluginsCodecWhichGetsTheInputsOwnValues(String model)
            throws Exception {
        HttpResponse<String> answer =
                infer(
                        model,
                        request(
                                "{\"content_type\":\"weather\"}",
                                "outside=[\"50F\"]",
                                "inside=[\"any\"]"));

        assertThat(JSON.readTree(answer.body()).at("/outputs/0/data").toString())
                .isEqualTo("[1,2]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"near", "far"})
    void valuesByNameLeaveUnderTheirNames(String model) throws Exception {
        HttpResponse<String> answer =
                infer(
                        model,
                        request(
                                "{\"content_type\":\"dict\"}",
                                "outside=[\"50F\"]",
                                "inside=[\"any\"]"));

        JsonNode outputs = JSON.readTree(answer.body()).path("outputs");
        assertThat(outputs.findValuesAsText("name")).containsExactly("outside", "inside");
        assertThat(outputs.at("/0/data/0").textValue()).isEqualTo("10C");
        assertThat(outputs.at("/1/data/0").textValue()).isEqualTo("any");
    }

    @ParameterizedTest
    @ValueSource(strings = {"near", "far"})
    void whatACodecRefusesIsToldToTheClient(String model) throws Exception {
        HttpResponse<String> answer = infer(model, request("{}", "outside=[\"warm\"]"));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .isEqualTo("{\"error\":\"input 'outside': 12C or 50F is wanted, found warm\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"near", "far"})
    void whatACodecBreaksOnIsNot(String model) throws Exception {
        HttpResponse<String> answer = infer(model, request("{}", "outside=[\"bug\"]"));

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("secret").contains("log");
    }

    @ParameterizedTest
    @ValueSource(strings = {"near", "far"})
    void headersReachTheModelAndComeBackFromIt(String model) throws Exception {
        HttpResponse<String> answer =
                infer(
                        model,
                        request("{\"headers\":{\"x-user\":\"made up\"}}", "outside=[\"1C\"]"),
                        "X-User",
                        "ada",
                        "X-User",
                        "bob");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(answer.body()).path("parameters").toString())
                .isEqualTo("{\"k\":\"v\"}");
        assertThat(answer.headers().map())
                .containsEntry("x-model", List.of("own"))
                .containsEntry("x-user-seen", List.of("ada, bob"))
                .containsEntry("x-many", List.of("1", "true"))
                .containsEntry("x-odd", List.of("a%0D%0Ax-forged: 1"))
                .containsEntry("content-length", List.of(Integer.toString(answer.body().length())))
                .doesNotContainKeys("x-forged", "bad name", "headers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"near", "far"})
    void headersOfAStreamsAnswersStayInItsEvents(String model) throws Exception {
        HttpResponse<String> answer =
                post(model + "/infer_stream", request("{}", "outside=[\"1C\"]"), "X-User", "ada");

        assertThat(answer.body()).startsWith("data: {").endsWith("}\n\n");
        JsonNode headers =
                JSON.readTree(answer.body().substring("data: ".length())).at("/parameters/headers");
        assertThat(headers.path("X-Model").textValue()).isEqualTo("own");
        assertThat(headers.path("x-user-seen").textValue()).isEqualTo("ada");
        assertThat(answer.headers().map()).doesNotContainKey("x-model");
    }

    @ParameterizedTest
    @ValueSource(strings = {"near", "far"})
    void metadataReachesTheModelAndComesBackAsTrailers(String model) {
        Metadata sent = new Metadata();
        sent.put(key("x-user"), "ada");
        AtomicReference<Metadata> trailers = new AtomicReference<>();
        GRPCInferenceServiceBlockingStub stub =
                GRPCInferenceServiceGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(20, TimeUnit.SECONDS)
                        .withInterceptors(
                                MetadataUtils.newAttachHeadersInterceptor(sent),
                                MetadataUtils.newCaptureMetadataInterceptor(
                                        new AtomicReference<>(), trailers));

        ModelInferResponse answer = stub.modelInfer(grpcRequest(model));

        assertThat(answer.getParametersMap()).containsOnlyKeys("k");
        assertThat(trailers.get().get(key("x-model"))).isEqualTo("own");
        assertThat(trailers.get().get(key("x-user-seen"))).isEqualTo("ada");
        assertThat(trailers.get().getAll(key("x-many"))).containsExactly("1", "true");
        assertThat(trailers.get().get(key("x-odd"))).isEqualTo("a%0D%0Ax-forged: 1");
        assertThat(trailers.get().containsKey(key("x-forged"))).isFalse();
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    private static ModelInferRequest grpcRequest(String model) {
        ModelInferRequest.Builder request =
                ModelInferRequest.newBuilder()
                        .setModelName(model)
                        .putParameters(
                                "headers",
                                InferParameter.newBuilder().setStringParam("made up").build());
        request.addInputsBuilder()
                .setName("outside")
                .setDatatype("BYTES")
                .addShape(1)
                .setContents(
                        InferTensorContents.newBuilder()
                                .addBytesContents(
                                        com.google.protobuf.ByteString.copyFromUtf8("1C")));
        return request.build();
    }
}
