package io.bulkhead.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.ByteString;
import io.bulkhead.host.plugin.TestPlugins;
import io.bulkhead.protocol.GRPCInferenceServiceGrpc;
import io.bulkhead.protocol.InferParameter;
import io.bulkhead.protocol.ModelInferRequest;
import io.bulkhead.protocol.ModelInferResponse;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deadlines as a client meets them: on both wires, in this JVM and in a child. */
@Timeout(120)
class SchedulePolicyIT {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir private static Path work;

    private static Server server;
    private static ManagedChannel channel;

    @BeforeAll
    static void start() throws IOException {
        Path plugins = Files.createDirectories(work.resolve("plugins"));
        new TestPlugins(Files.createDirectories(work.resolve("compiled")))
                .jar("waiting", plugins.resolve("waiting.jar"));
        declare("inside", "");
        declare("child", "\"isolation\": \"process\"");
        declare("short", "\"default_timeout_microseconds\": 100000");
        server = TestServers.start(work, plugins);
        channel = TestServers.channel(server);
    }

    private static void declare(String name, String parameters) throws IOException {
        Path model = Files.createDirectories(work.resolve("models").resolve(name));
        Files.writeString(
                model.resolve("model-settings.json"),
                "{\"implementation\": \"waiting\", \"parameters\": {" + parameters + "}}");
    }

    @AfterAll
    static void stop() throws InterruptedException {
        channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        server.close();
    }

    private static CompletableFuture<HttpResponse<String>> post(
            String model, String verb, String parameters) {
        String path = "/v2/models/" + model + "/" + verb;
        String body =
                "{\"parameters\": {"
                        + parameters
                        + "}, \"inputs\": [{\"name\": \"x\", \"shape\": [1],"
                        + " \"datatype\": \"FP32\", \"data\": [1]}]}";
        return CLIENT.sendAsync(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.restPort() + path))
                        .timeout(SOON)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> infer(String model, String parameters) {
        return post(model, "infer", parameters).join();
    }

    private static int told(String model, String output) throws IOException {
        return outputs(model, "").path(output).intValue();
    }

    /** The first value of each output of an ordinary request. */
    private static JsonNode outputs(String model, String parameters) throws IOException {
        HttpResponse<String> answer = infer(model, parameters);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var values = JSON.createObjectNode();
        JSON.readTree(answer.body())
                .path("outputs")
                .forEach(o -> values.set(o.path("name").textValue(), o.at("/data/0")));
        return values;
    }

    private static void awaitCancelled(String model, int cancelled) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(told(model, "cancelled")).isEqualTo(cancelled));
    }

    @ParameterizedTest
    @ValueSource(strings = {"inside", "child"})
    void aRequestHasTheTimeThatItSaysAndTheModelIsTold(String model) throws Exception {
        int cancelled = told(model, "cancelled");

        HttpResponse<String> late = infer(model, "\"wait\": true, \"timeout\": 200000");

        assertThat(late.statusCode()).isEqualTo(504);
        assertThat(JSON.readTree(late.body()).path("error").textValue())
                .contains("model '" + model + "'");
        awaitCancelled(model, cancelled + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"inside", "child"})
    void aRequestWhoseTimeIsOverInTheQueueIsNotComputed(String model) throws Exception {
        int begun = told(model, "begun");
        int cancelled = told(model, "cancelled");
        Path file = work.resolve("begun-" + model);
        CompletableFuture<HttpResponse<String>> running =
                post(
                        model,
                        "infer",
                        "\"wait\": true, \"timeout\": 10000000, \"file\": \"" + file + "\"");
        await().atMost(SOON).until(() -> Files.exists(file));

        HttpResponse<String> waiting = infer(model, "\"wait\": true, \"timeout\": 100000");

        assertThat(waiting.statusCode()).isEqualTo(504);
        assertThat(running).isNotDone();
        assertThat(running.join().statusCode()).isEqualTo(504);
        awaitCancelled(model, cancelled + 1);
        assertThat(told(model, "begun")).isEqualTo(begun + 1);
    }

    @Test
    void theSettingsSayHowLongARequestMayTakeThatDoesNotSay() {
        assertThat(infer("short", "\"wait\": true").statusCode()).isEqualTo(504);
        assertThat(infer("short", "\"wait\": true, \"timeout\": 60000000").statusCode())
                .isEqualTo(504);
        assertThat(infer("short", "").statusCode()).isEqualTo(200);
    }

    @Test
    void theModelDoesNotSeeTheParametersOfTheSchedule() throws Exception {
        assertThat(
                        outputs("inside", "\"a\": 1, \"timeout\": 9000000, \"priority\": 2")
                                .path("parameters")
                                .textValue())
                .isEqualTo("{a=1}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"soon\"", "-1", "1.5", "true", "[1]"})
    void aTimeoutThatIsNoNumberOfMicrosecondsIsRefused(String timeout) throws Exception {
        HttpResponse<String> answer = infer("inside", "\"timeout\": " + timeout);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains(
                        "parameter 'timeout': an integer of 0 or more, in microseconds, is wanted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"inside", "child"})
    void grpcSaysDeadlineExceeded(String model) throws Exception {
        int cancelled = told(model, "cancelled");

        assertThatThrownBy(
                        () ->
                                GRPCInferenceServiceGrpc.newBlockingStub(channel)
                                        .withDeadlineAfter(20, TimeUnit.SECONDS)
                                        .modelInfer(request(model, true)))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> {
                            assertThat(e.getStatus().getCode())
                                    .isEqualTo(Status.Code.DEADLINE_EXCEEDED);
                            assertThat(e.getStatus().getDescription())
                                    .contains("model '" + model + "'");
                        });
        awaitCancelled(model, cancelled + 1);
    }

    private static ModelInferRequest request(String model, boolean waits) {
        return ModelInferRequest.newBuilder()
                .setModelName(model)
                .addInputs(
                        ModelInferRequest.InferInputTensor.newBuilder()
                                .setName("x")
                                .setDatatype("FP32")
                                .addShape(1))
                .addRawInputContents(ByteString.copyFrom(new byte[4]))
                .putParameters("wait", InferParameter.newBuilder().setBoolParam(waits).build())
                .putParameters(
                        "timeout", InferParameter.newBuilder().setInt64Param(200_000).build())
                .putParameters("priority", InferParameter.newBuilder().setUint64Param(1).build())
                .build();
    }

    @Test
    void aStreamHasItsTimeToo() throws Exception {
        int cancelled = told("inside", "cancelled");

        HttpResponse<String> stream = post("inside", "infer_stream", "\"timeout\": 200000").join();

        assertThat(stream.statusCode()).isEqualTo(200);
        assertThat(stream.body().lines().filter(line -> !line.isEmpty()))
                .satisfiesExactly(
                        first -> assertThat(first).contains("\"outputs\""),
                        last -> assertThat(last).startsWith("data: {\"error\":\"model 'inside'"));
        awaitCancelled("inside", cancelled + 1);
    }

    @Test
    void aStreamOverGrpcHasItsTimeToo() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        GRPCInferenceServiceGrpc.newStub(channel)
                .modelStreamInfer(new Heard(heard))
                .onNext(request("inside", false));

        assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("answer");
        assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("DEADLINE_EXCEEDED");
    }

    private record Heard(BlockingQueue<String> events)
            implements StreamObserver<ModelInferResponse> {
        @Override
        public void onNext(ModelInferResponse answer) {
            events.add("answer");
        }

        @Override
        public void onError(Throwable failure) {
            events.add(Status.fromThrowable(failure).getCode().name());
        }

        @Override
        public void onCompleted() {
            events.add("completed");
        }
    }

    @Test
    void theServerSaysThatItKnowsThePolicy() throws Exception {
        HttpResponse<String> metadata =
                CLIENT.send(
                        HttpRequest.newBuilder(
                                        URI.create("http://127.0.0.1:" + server.restPort() + "/v2"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(metadata.body()).contains("\"schedule_policy\"");
    }
}
