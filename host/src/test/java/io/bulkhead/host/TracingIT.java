package io.bulkhead.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.bulkhead.host.TestCollector.Received;
import io.bulkhead.host.config.ServerSettings;
import io.bulkhead.host.config.SettingsLoader;
import io.bulkhead.host.plugin.TestPlugins;
import io.bulkhead.protocol.GRPCInferenceServiceGrpc;
import io.bulkhead.protocol.ModelInferRequest;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Traces of whole servers, as a collector gets them. */
class TracingIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String INPUT =
            "{\"name\":\"x\",\"shape\":[2],\"datatype\":\"FP32\",\"data\":[1,2]}";
    private static final String REST_SPAN = "POST /v2/models/{model_name}/infer";
    private static final String GRPC_SPAN = "inference.GRPCInferenceService/ModelInfer";

    @TempDir private static Path work;

    private final HttpClient client = HttpClient.newHttpClient();
    private final TestCollector collector = new TestCollector();
    private Server server;

    TracingIT() throws IOException {}

    @BeforeAll
    static void makeModels() throws IOException {
        Path plugins = Files.createDirectories(work.resolve("plugins"));
        new TestPlugins(Files.createDirectories(work.resolve("compiled")))
                .jar("child", plugins.resolve("child.jar"));
        for (String isolation : List.of("classloader", "process")) {
            Path model = Files.createDirectories(work.resolve("models").resolve(isolation));
            Files.writeString(model.resolve("model.child"), "");
            Files.writeString(
                    model.resolve("model-settings.json"),
                    "{\"name\":\""
                            + isolation
                            + "\",\"implementation\":\"child\",\"parameters\":{\"version\":\"v1\","
                            + "\"isolation\":\""
                            + isolation
                            + "\"}}");
        }
    }

    private void start(Map<String, String> flags, Map<String, String> variables)
            throws IOException {
        Map<String, String> all = new HashMap<>(flags);
        all.putAll(
                Map.of(
                        "host", "127.0.0.1",
                        "http_port", "0",
                        "grpc_port", "0",
                        "metrics_port", "0",
                        "environments_dir", work.resolve("environments").toString()));
        ServerSettings settings =
                new SettingsLoader(work, Map.of()).load(work.resolve("models"), all);
        Map<String, String> quick = new HashMap<>(variables);
        quick.put("OTEL_BSP_SCHEDULE_DELAY", "50");
        server = new Server(settings, new Distribution("test", work.resolve("plugins")), quick);
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
        collector.close();
    }

    private HttpResponse<String> infer(String model, String verb, String... headers)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:"
                                                + server.restPort()
                                                + "/v2/models/"
                                                + model
                                                + "/infer"))
                        .timeout(SOON)
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"id\":\"r1\",\"parameters\":{\"do\":\""
                                                + verb
                                                + "\"},\"inputs\":["
                                                + INPUT
                                                + "]}"));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private Received await(String trace, String name) {
        return Awaitility.await()
                .atMost(SOON)
                .until(() -> collector.find(trace, name), Optional::isPresent)
                .orElseThrow();
    }

    private static String trace(int number) {
        return "%032x".formatted(0xabc0 + number);
    }

    private static String parent(String trace) {
        return "00-" + trace + "-00f067aa0ba902b7-01";
    }

    @Test
    void aRestRequestContinuesItsClientsTraceByGrpcToTheTracingServer() throws Exception {
        start(Map.of("tracing_server", collector.grpcAddress()), Map.of());

        assertThat(infer("classloader", "echo", "traceparent", parent(trace(1))).statusCode())
                .isEqualTo(200);

        Received request = await(trace(1), REST_SPAN);
        Received infer = await(trace(1), "infer");
        assertThat(request.service()).isEqualTo("mlserver");
        assertThat(request.parent()).isEqualTo("00f067aa0ba902b7");
        assertThat(request.span().getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
        assertThat(request.attribute("http.request.method")).isEqualTo("POST");
        assertThat(request.attribute("http.route")).isEqualTo("/v2/models/{model_name}/infer");
        assertThat(request.attribute("url.path")).isEqualTo("/v2/models/classloader/infer");
        assertThat(request.attribute("http.response.status_code")).isEqualTo("200");
        assertThat(request.attribute("bulkhead.model.name")).isEqualTo("classloader");
        assertThat(infer.parent()).isEqualTo(request.id());
        assertThat(infer.attribute("bulkhead.request.id")).isEqualTo("r1");
        assertThat(await(trace(1), "queue").parent()).isEqualTo(request.id());
    }

    @Test
    void aTraceGoesThroughAChildJvmAndIsSentByHttpToo() throws Exception {
        start(
                Map.of(),
                Map.of(
                        "OTEL_EXPORTER_OTLP_ENDPOINT", collector.httpAddress(),
                        "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
                        "OTEL_SERVICE_NAME", "mine"));

        assertThat(infer("process", "echo", "traceparent", parent(trace(2))).statusCode())
                .isEqualTo(200);

        Received request = await(trace(2), REST_SPAN);
        Received infer = await(trace(2), "infer");
        List<Received> hops =
                collector.spans().stream()
                        .filter(span -> span.trace().equals(trace(2)))
                        .filter(span -> span.name().equals(GRPC_SPAN))
                        .toList();
        Received asking = kind(hops, Span.SpanKind.SPAN_KIND_CLIENT);
        Received answering = kind(hops, Span.SpanKind.SPAN_KIND_SERVER);
        assertThat(asking.parent()).isEqualTo(request.id());
        assertThat(answering.parent()).isEqualTo(asking.id());
        assertThat(infer.parent()).isEqualTo(answering.id());
        assertThat(hops).extracting(Received::service).containsOnly("mine");
    }

    private static Received kind(List<Received> spans, Span.SpanKind kind) {
        return spans.stream()
                .filter(span -> span.span().getKind() == kind)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theModelSeesTheTraceInItsHeadersAndWhatItCallsContinuesIt() throws Exception {
        start(Map.of("tracing_server", collector.grpcAddress()), Map.of());

        String headers = infer("classloader", "headers", "traceparent", parent(trace(3))).body();

        Received infer = await(trace(3), "infer");
        assertThat(headers).contains("traceparent=[00-" + trace(3) + "-" + infer.id() + "-01]");
    }

    @Test
    void aGrpcCallContinuesItsClientsTrace() throws Exception {
        start(Map.of("tracing_server", collector.grpcAddress()), Map.of());
        Metadata headers = new Metadata();
        headers.put(
                Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER), parent(trace(4)));
        ManagedChannel channel =
                NettyChannelBuilder.forAddress("127.0.0.1", server.grpcPort())
                        .usePlaintext()
                        .build();
        try {
            var stub =
                    GRPCInferenceServiceGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(30, TimeUnit.SECONDS)
                            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
            stub.modelInfer(request("classloader"));
            try {
                stub.modelInfer(request("nope"));
            } catch (StatusRuntimeException expected) {
                assertThat(expected).hasMessageContaining("NOT_FOUND");
            }
        } finally {
            channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        }

        Received infer = await(trace(4), "infer");
        Received call =
                collector.spans().stream()
                        .filter(span -> span.id().equals(infer.parent()))
                        .findFirst()
                        .orElseGet(() -> await(trace(4), GRPC_SPAN));
        assertThat(call.name()).isEqualTo(GRPC_SPAN);
        assertThat(call.parent()).isEqualTo("00f067aa0ba902b7");
        assertThat(call.attribute("rpc.system")).isEqualTo("grpc");
        assertThat(call.attribute("rpc.service")).isEqualTo("inference.GRPCInferenceService");
        assertThat(call.attribute("rpc.grpc.status_code")).isEqualTo("0");
        Awaitility.await()
                .atMost(SOON)
                .until(
                        () ->
                                collector.spans().stream()
                                        .anyMatch(
                                                span ->
                                                        span.attribute("bulkhead.model.name")
                                                                        .equals("nope")
                                                                && span.attribute(
                                                                                "rpc.grpc.status_code")
                                                                        .equals("5")));
    }

    private static ModelInferRequest request(String model) {
        return ModelInferRequest.newBuilder()
                .setModelName(model)
                .setId("g1")
                .addInputs(
                        ModelInferRequest.InferInputTensor.newBuilder()
                                .setName("echo")
                                .setDatatype("FP32")
                                .addShape(1))
                .addRawInputContents(ByteString.copyFrom(new byte[4]))
                .build();
    }

    @Test
    void whatFailsInTheModelIsAnError() throws Exception {
        start(Map.of("tracing_server", collector.grpcAddress()), Map.of());

        assertThat(infer("classloader", "throw", "traceparent", parent(trace(5))).statusCode())
                .isEqualTo(500);

        Received request = await(trace(5), REST_SPAN);
        Received infer = await(trace(5), "infer");
        assertThat(request.span().getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
        assertThat(request.attribute("error.type")).isEqualTo("500");
        assertThat(infer.span().getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
        assertThat(infer.attribute("error.type")).isEqualTo("INTERNAL");
    }

    @Test
    void aSamplerThatTakesNothingSendsNothing() throws Exception {
        start(
                Map.of("tracing_server", collector.grpcAddress()),
                Map.of("OTEL_TRACES_SAMPLER", "always_off"));

        assertThat(infer("process", "echo").statusCode()).isEqualTo(200);
        server.close(); // sends what there is

        assertThat(collector.spans()).isEmpty();
    }
}
