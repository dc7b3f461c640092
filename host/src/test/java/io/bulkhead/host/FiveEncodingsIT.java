package io.bulkhead.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.host.plugin.TestPlugins;
import io.bulkhead.protocol.GRPCInferenceServiceGrpc;
import io.bulkhead.protocol.InferParameter;
import io.bulkhead.protocol.ModelInferRequest;
import io.bulkhead.protocol.ModelInferRequest.InferInputTensor;
import io.bulkhead.protocol.ModelInferResponse;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One tensor in flat JSON, nested JSON, as bytes behind JSON, in gRPC's typed fields and in its raw
 * contents: the model gets the same bits, and the client the same values back.
 */
class FiveEncodingsIT {
    private static final String JSON_LENGTH = "Inference-Header-Content-Length";
    private static final int ROUNDS = 6;
    private static final long SEED = 20_261_121;

    @TempDir private static Path work;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static Server server;
    private static ManagedChannel channel;

    @BeforeAll
    static void start() throws IOException {
        Path plugins = Files.createDirectories(work.resolve("plugins"));
        new TestPlugins(Files.createDirectories(work.resolve("compiled")))
                .jar("bits", plugins.resolve("bits.jar"));
        Path model = Files.createDirectories(work.resolve("models/bits"));
        Files.writeString(model.resolve("model.bits"), "");
        Files.writeString(
                model.resolve("model-settings.json"),
                "{\"name\":\"bits\",\"implementation\":\"example.BitsModel\"}");
        server = TestServers.start(work, plugins);
        channel = TestServers.channel(server);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        server.close();
    }

    @ParameterizedTest
    @EnumSource(Datatype.class)
    void givesTheModelTheSameBitsAndTheClientTheSameValues(Datatype datatype) {
        new SampleTensors(datatype, SEED).rounds(ROUNDS).forEach(FiveEncodingsIT::check);
    }

    private static void check(SampleTensor tensor) {
        if (tensor.fitsJson()) {
            checkJson(tensor, tensor.flat());
            checkJson(tensor, tensor.nested());
        }
        checkBinary(tensor);
        checkRaw(tensor);
        if (tensor.fitsTyped()) {
            checkTyped(tensor);
        }
    }

    private static void checkJson(SampleTensor tensor, String data) {
        String body = "{\"inputs\":[{%s,\"data\":%s}]}".formatted(description(tensor), data);
        HttpResponse<byte[]> response = post(body.getBytes(StandardCharsets.UTF_8));

        JsonNode output = output(response.body(), response.body().length);
        checkSeen(
                tensor,
                output.at("/parameters/bits").asText(),
                output.at("/parameters/seen").asText());
        checkValues(tensor, output.get("data"));
    }

    private static String description(SampleTensor tensor) {
        return "\"name\":\"x\",\"shape\":%s,\"datatype\":\"%s\""
                .formatted(tensor.shape().toString(), tensor.datatype());
    }

    private static void checkSeen(SampleTensor tensor, String bits, String shape) {
        assertThat(bits).as("bits of %s", tensor.shape()).isEqualTo(tensor.bits());
        assertThat(shape).isEqualTo(tensor.shape().toString());
    }

    private static void checkValues(SampleTensor tensor, JsonNode data) {
        assertThat(data.size()).isEqualTo(tensor.elements().size());
        for (int i = 0; i < data.size(); i++) {
            checkValue(tensor, tensor.elements().get(i), data.get(i));
        }
    }

    private static void checkValue(SampleTensor tensor, byte[] element, JsonNode value) {
        switch (tensor.datatype()) {
            case BYTES ->
                    assertThat(value.textValue())
                            .isEqualTo(new String(element, StandardCharsets.UTF_8));
            case BOOL -> assertThat(value.booleanValue()).isEqualTo(element[0] == 1);
            case FP32 -> {
                float wanted = (float) tensor.floating(element);
                if (Float.isFinite(wanted)) {
                    assertThat(Float.parseFloat(value.asText())).isEqualTo(wanted);
                } else {
                    assertThat(value.isNull()).isTrue();
                }
            }
            case FP16, BF16, FP64 -> {
                double wanted = tensor.floating(element);
                if (Double.isFinite(wanted)) {
                    assertThat(value.doubleValue()).isEqualTo(wanted);
                } else {
                    assertThat(value.isNull()).isTrue();
                }
            }
            default -> assertThat(value.bigIntegerValue()).isEqualTo(tensor.integer(element));
        }
    }

    private static void checkBinary(SampleTensor tensor) {
        byte[] raw = tensor.raw();
        byte[] json =
                "{\"inputs\":[{%s,\"parameters\":{\"binary_data_size\":%d}}],\"parameters\":{\"binary_data_output\":true}}"
                        .formatted(description(tensor), raw.length)
                        .getBytes(StandardCharsets.UTF_8);
        byte[] body = Arrays.copyOf(json, json.length + raw.length);
        System.arraycopy(raw, 0, body, json.length, raw.length);
        HttpResponse<byte[]> response = post(body, JSON_LENGTH, String.valueOf(json.length));

        int jsonLength = (int) response.headers().firstValueAsLong(JSON_LENGTH).orElseThrow();
        JsonNode output = output(response.body(), jsonLength);
        checkSeen(
                tensor,
                output.at("/parameters/bits").asText(),
                output.at("/parameters/seen").asText());
        assertThat(output.at("/parameters/binary_data_size").asInt()).isEqualTo(raw.length);
        assertThat(Arrays.copyOfRange(response.body(), jsonLength, response.body().length))
                .isEqualTo(raw);
    }

    private static HttpResponse<byte[]> post(byte[] body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:"
                                                + server.restPort()
                                                + "/v2/models/bits/infer"))
                        .timeout(Duration.ofSeconds(20))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode output(byte[] body, int jsonLength) {
        try {
            JsonNode answer = JSON.readTree(body, 0, jsonLength);
            assertThat(answer.has("error")).as(answer.toString()).isFalse();
            return answer.get("outputs").get(0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void checkRaw(SampleTensor tensor) {
        ByteString raw = ByteString.copyFrom(tensor.raw());
        ModelInferResponse response =
                infer(request().addInputs(header(tensor)).addRawInputContents(raw));

        checkSeen(tensor, response);
        assertThat(response.getRawOutputContentsList()).containsExactly(raw);
    }

    private static void checkTyped(SampleTensor tensor) {
        ModelInferResponse response =
                infer(request().addInputs(header(tensor).setContents(tensor.typed())));

        checkSeen(tensor, response);
        assertThat(response.getRawOutputContentsCount()).isZero();
        assertThat(response.getOutputs(0).getContents()).isEqualTo(tensor.typed());
    }

    private static void checkSeen(SampleTensor tensor, ModelInferResponse response) {
        Map<String, InferParameter> parameters = response.getOutputs(0).getParametersMap();
        checkSeen(
                tensor,
                parameters.get("bits").getStringParam(),
                parameters.get("seen").getStringParam());
    }

    private static ModelInferRequest.Builder request() {
        return ModelInferRequest.newBuilder().setModelName("bits");
    }

    private static InferInputTensor.Builder header(SampleTensor tensor) {
        return InferInputTensor.newBuilder()
                .setName("x")
                .setDatatype(tensor.datatype().name())
                .addAllShape(Arrays.stream(tensor.shape().toArray()).boxed().toList());
    }

    private static ModelInferResponse infer(ModelInferRequest.Builder request) {
        return GRPCInferenceServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .modelInfer(request.build());
    }

    @Test
    void twoInputsOfOneNameAreRefusedOnBothWires() {
        SampleTensor one = new SampleTensor(Datatype.UINT8, Shape.of(1), List.of(new byte[] {1}));
        String input = "{%s,\"data\":[1]}".formatted(description(one));

        HttpResponse<byte[]> response =
                post(
                        "{\"inputs\":[%s,%s]}"
                                .formatted(input, input)
                                .getBytes(StandardCharsets.UTF_8));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(new String(response.body(), StandardCharsets.UTF_8))
                .startsWith("{\"error\":\"inputs[1].name: ");
        InferInputTensor.Builder typed = header(one).setContents(one.typed());
        assertThatExceptionOfType(StatusRuntimeException.class)
                .isThrownBy(() -> infer(request().addInputs(typed).addInputs(typed)))
                .matches(e -> e.getStatus().getCode() == Status.Code.INVALID_ARGUMENT)
                .withMessageContaining("inputs[1].name: ");
    }
}
