package io.bulkhead.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.client.ClientException;
import io.bulkhead.client.ClientException.Kind;
import io.bulkhead.client.ClientOptions;
import io.bulkhead.client.GrpcClient;
import io.bulkhead.client.IndexEntry;
import io.bulkhead.client.InferenceClient;
import io.bulkhead.client.Reply;
import io.bulkhead.client.ReplyStream;
import io.bulkhead.client.RestClient;
import io.bulkhead.client.RetryPolicy;
import io.bulkhead.host.config.SettingsLoader;
import io.bulkhead.host.plugin.TestPlugins;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The Java client against a whole server: every wire and form does the same. */
@Timeout(120)
class ClientIT {
    private static final ModelId ECHO = new ModelId("echo", "");

    @TempDir private static Path work;

    private static Server server;

    enum Wire {
        JSON,
        BINARY,
        GRPC;

        InferenceClient client(ClientOptions options) {
            return this == GRPC
                    ? GrpcClient.to("127.0.0.1:" + server.grpcPort(), options)
                    : RestClient.to(
                            URI.create("http://127.0.0.1:" + server.restPort()),
                            options.withBinaryTensors(this == BINARY));
        }

        InferenceClient client() {
            return client(ClientOptions.standard());
        }
    }

    @BeforeAll
    static void start() throws IOException {
        TestPlugins plugins = new TestPlugins(Files.createDirectories(work.resolve("compiled")));
        Path installed = Files.createDirectories(work.resolve("plugins"));
        for (String name : List.of("echo", "waiting")) {
            plugins.jar(name, installed.resolve(name + ".jar"));
            Path model = Files.createDirectories(work.resolve("models/" + name));
            Files.writeString(
                    model.resolve("model-settings.json"),
                    "{\"name\":\"" + name + "\",\"implementation\":\"" + name + "\"}");
        }
        Map<String, String> flags = new HashMap<>();
        flags.put("host", "127.0.0.1");
        flags.put("environments_dir", work.resolve("environments").toString());
        List.of("http_port", "grpc_port", "metrics_port").forEach(port -> flags.put(port, "0"));
        server =
                new Server(
                        new SettingsLoader(work, Map.of()).load(work.resolve("models"), flags),
                        new Distribution("test", installed),
                        Map.of());
        server.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static InferenceRequest request() {
        return InferenceRequest.of(
                        Tensor.of("doubles", Shape.of(2, 1), new double[] {0.1, -1e300}),
                        Tensor.of("longs", Shape.of(1), new long[] {Long.MIN_VALUE}),
                        Tensor.ofStrings("text", Shape.of(2), List.of("grüße", "")),
                        new Tensor(
                                "bytes",
                                Shape.of(1),
                                NumericData.wrap(
                                        Datatype.UINT8, NumericData.allocate(Datatype.UINT8, 1))))
                .withId("a b");
    }

    @ParameterizedTest
    @EnumSource
    void getsBackWhatItSends(Wire wire) {
        try (InferenceClient client = wire.client()) {
            Reply reply = client.infer("echo", request());

            assertThat(reply.id()).isEqualTo("a b");
            assertThat(reply.model().name()).isEqualTo("echo");
            assertThat(reply.output("doubles").toDoubles()).containsExactly(0.1, -1e300);
            assertThat(reply.output("doubles").shape()).isEqualTo(Shape.of(2, 1));
            assertThat(reply.output("longs").toLongs()).containsExactly(Long.MIN_VALUE);
            assertThat(reply.output("text").toStrings()).containsExactly("grüße", "");
            assertThat(reply.output("bytes").datatype()).isEqualTo(Datatype.UINT8);
        }
    }

    @ParameterizedTest
    @EnumSource
    void asksManyThingsAtOnce(Wire wire) {
        try (InferenceClient client = wire.client()) {
            List<CompletableFuture<Reply>> calls = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                calls.add(client.inferAsync(ECHO, request().withId("call-" + i)));
            }
            for (int i = 0; i < calls.size(); i++) {
                assertThat(calls.get(i).join().id()).isEqualTo("call-" + i);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void looksAtTheServerAndItsModels(Wire wire) {
        try (InferenceClient client = wire.client()) {
            assertThat(client.isLive()).isTrue();
            assertThat(client.isReady()).isTrue();
            assertThat(client.isReady(ECHO)).isTrue();
            assertThat(client.isReady(new ModelId("nobody", ""))).isFalse();
            assertThat(client.server().extensions()).contains("binary_tensor_data");
            assertThat(client.model(ECHO).name()).isEqualTo("echo");
            assertThat(client.index()).extracting(IndexEntry::name).contains("echo", "waiting");
        }
    }

    @ParameterizedTest
    @EnumSource
    void loadsAndUnloads(Wire wire) {
        try (InferenceClient client = wire.client()) {
            client.unload("echo");
            assertThat(client.isReady(ECHO)).isFalse();
            client.load("echo");
            assertThat(client.isReady(ECHO)).isTrue();
            assertThatExceptionOfType(ClientException.class)
                    .isThrownBy(() -> client.load("nobody"))
                    .withMessageContaining("nobody");
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysWhatTheServerSays(Wire wire) {
        try (InferenceClient client = wire.client()) {
            assertThatExceptionOfType(ClientException.class)
                    .isThrownBy(() -> client.infer("nobody", request()))
                    .withMessageContaining("nobody")
                    .withMessageContaining("not found")
                    .extracting(ClientException::kind)
                    .isEqualTo(Kind.REFUSED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsAStreamToItsEnd(Wire wire) {
        try (InferenceClient client = wire.client();
                ReplyStream stream = client.inferStream(ECHO, request())) {
            assertThat(stream.next().output("longs").toLongs()).containsExactly(Long.MIN_VALUE);
            assertThat(stream.hasNext()).isFalse();
            assertThat(stream.hasNext()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStreamOfAnUnknownModelSaysSo(Wire wire) {
        try (InferenceClient client = wire.client()) {
            assertThatExceptionOfType(ClientException.class)
                    .isThrownBy(
                            () ->
                                    client.inferStream(new ModelId("nobody", ""), request())
                                            .hasNext())
                    .withMessageContaining("not found");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theDeadlineEndsAStreamThatGoesOn(Wire wire) {
        ClientOptions hurried =
                ClientOptions.standard()
                        .withDeadline(Duration.ofSeconds(2))
                        .withRetries(RetryPolicy.NONE);
        try (InferenceClient client = wire.client(hurried);
                ReplyStream stream = client.inferStream(new ModelId("waiting", ""), request())) {
            assertThat(stream.next().outputs()).isNotEmpty();
            assertThatExceptionOfType(ClientException.class)
                    .isThrownBy(stream::hasNext)
                    .withMessageContaining("no answer within 2 s")
                    .extracting(ClientException::kind)
                    .isEqualTo(Kind.DEADLINE_EXCEEDED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theDeadlineEndsACallAndTheServerKnowsIt(Wire wire) {
        ClientOptions hurried =
                ClientOptions.standard()
                        .withDeadline(Duration.ofMillis(500))
                        .withDeadlineTold(true);
        try (InferenceClient client = wire.client(hurried);
                InferenceClient patient = wire.client()) {
            long before = patient.infer("waiting", request()).output("cancelled").toLongs()[0];
            assertThatExceptionOfType(ClientException.class)
                    .isThrownBy(
                            () ->
                                    client.infer(
                                            "waiting",
                                            request().withParameters(Parameters.of("wait", true))))
                    .extracting(ClientException::kind)
                    .isIn(Kind.DEADLINE_EXCEEDED, Kind.TEMPORARY);
            assertThat(patient.infer("waiting", request()).output("cancelled").toLongs())
                    .containsExactly(before + 1);
        }
    }
}
