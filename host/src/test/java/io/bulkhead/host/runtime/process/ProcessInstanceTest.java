package io.bulkhead.host.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.api.route.ModelRoute;
import io.bulkhead.api.route.RouteRequest;
import io.bulkhead.api.route.RouteResponse;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.host.config.ChildOptions;
import io.bulkhead.host.dataplane.CallContext;
import io.bulkhead.host.runtime.ModelInstance;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a model answers from another process. */
class ProcessInstanceTest extends ChildTestCase {
    ProcessInstanceTest(@TempDir Path temporary) {
        super(temporary);
    }

    @Test
    void answersFromAnotherProcess() throws Exception {
        ModelInstance instance = launch(1);

        InferenceResponse response = ask(instance, "echo");

        assertThat(response.outputs().get(0).toFloats()).containsExactly(1, 2);
        assertThat(pid(instance)).isNotEqualTo(ProcessHandle.current().pid());
        assertThat(instance.ready()).isTrue();
        assertThat(instance.placement())
                .isEqualTo("1 child JVM of its own: the settings ask for it");
    }

    @Test
    void nothingIsLostOnTheWay() throws Exception {
        ModelInstance instance = launch(1);
        Parameters parameters =
                Parameters.of("text", "t")
                        .with("number", 0.5)
                        .with("nested", Map.of("list", List.of(1L, "a")));
        Tensor strings =
                new Tensor(
                        "s",
                        Shape.of(2, 1),
                        BytesData.ofStrings(Arrays.asList(null, "b")),
                        Parameters.ofContentType("str"));

        InferenceResponse response =
                get(instance, new InferenceRequest("id", parameters, List.of(strings), List.of()));

        assertThat(response.parameters()).isEqualTo(parameters);
        Tensor answered = response.outputs().get(0);
        assertThat(answered.contentType()).isEqualTo("str");
        assertThat(answered.shape()).isEqualTo(Shape.of(2, 1));
        assertThat(answered.strings().isNull(0)).isTrue();
        assertThat(answered.toStrings()).containsExactly("", "b");
        ModelMetadata metadata = instance.metadata();
        assertThat(metadata.platform()).isEqualTo("test");
        assertThat(metadata.inputs().get(0).shape()).isEqualTo(Shape.of(-1, 4));
    }

    @Test
    void carriesTensorsOfMegabytes() throws Exception {
        ModelInstance instance = launch(1);
        float[] values = new float[3 << 20];
        values[values.length - 1] = 7;

        InferenceResponse response =
                get(instance, InferenceRequest.of(Tensor.of("x", Shape.of(3 << 20), values)));

        assertThat(response.outputs().get(0).toFloats()).isEqualTo(values);
    }

    @Test
    void theClientsHeadersReachTheModelAndTheHostsEnvironmentDoesNot() throws Exception {
        ModelInstance instance = launch(1);
        CallContext context =
                new CallContext(() -> Map.of("x-user", List.of("a", "b:c")), deadline());

        InferenceResponse headers =
                instance.predict(request("headers"), context)
                        .toCompletableFuture()
                        .get(30, TimeUnit.SECONDS);
        InferenceResponse environment = ask(instance, "environment");

        assertThat(headers.outputs().get(0).toStrings()).containsExactly("{x-user=[a, b:c]}");
        Set<String> inherited =
                Set.of(environment.outputs().get(0).toStrings().get(0).split("[\\[\\], ]+"));
        assertThat(inherited).noneMatch(name -> name.endsWith("TOKEN"));
        assertThat(inherited)
                .filteredOn(name -> !name.matches("(HF|TRANSFORMERS|XDG)_.*|(?i).*_PROXY"))
                .isSubsetOf(
                        "",
                        "PATH",
                        "HOME",
                        "USER",
                        "LANG",
                        "LC_ALL",
                        "LC_CTYPE",
                        "TZ",
                        "LD_LIBRARY_PATH",
                        "ORT_DISABLE_TELEMETRY");
    }

    @Test
    void failuresKeepTheirCodeAndTheirWords() {
        ModelInstance instance = launch(1);

        assertFails(instance, "unprocessable", ErrorCode.UNPROCESSABLE, "input 'x': 4 features");
        assertFails(instance, "exhausted", ErrorCode.RESOURCE_EXHAUSTED, "queue is full");
        assertThatThrownBy(() -> ask(instance, "throw"))
                .hasMessageNotContaining("/secret")
                .cause()
                .isInstanceOfSatisfying(
                        ServingException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL));
    }

    @Test
    void streamsAnswersAndTheErrorThatEndsThem() {
        ModelInstance instance = launch(1);

        assertThat(stream(instance, "echo")).succeedsWithin(SOON).isEqualTo(3);
        assertThat(stream(instance, "unprocessable"))
                .failsWithin(SOON)
                .withThrowableThat()
                .withMessageContaining("no more");
    }

    @Test
    void endpointsOfAModelsOwnAnswerFromItsChild() throws Exception {
        ModelInstance instance = launch(1);
        CallContext context =
                new CallContext(() -> Map.of("x-user", List.of("a")), CallContext.NO_DEADLINE);
        ModelRoute reverse = instance.routes().get(0);
        ByteBuffer body = ByteBuffer.wrap(new byte[] {1, 2, 3});

        RouteResponse response =
                instance.call(reverse, new RouteRequest("a=b%20c", body), context)
                        .toCompletableFuture()
                        .get(30, TimeUnit.SECONDS);

        assertThat(reverse.path()).isEqualTo("/reverse");
        assertThat(reverse.purpose()).isEqualTo(ModelRoute.Purpose.INFERENCE);
        assertThat(response.status()).isEqualTo(201);
        assertThat(response.headers()).containsExactly(entry("X-Seen", "a=b%20c {x-user=[a]}"));
        assertThat(response.body()).isEqualTo(ByteBuffer.wrap(new byte[] {3, 2, 1}));
        assertThat(
                        instance.call(
                                        instance.routes().get(1),
                                        new RouteRequest("", ByteBuffer.allocate(0)),
                                        context)
                                .toCompletableFuture())
                .failsWithin(SOON)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        ServingException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(ErrorCode.UNPROCESSABLE);
                            assertThat(e.reason()).isEqualTo("not that way");
                        });
    }

    @Test
    void theTerminalsInterruptIsNotForTheChild() throws Exception {
        ModelInstance instance = launch(1);
        long pid = pidNow(instance);
        for (String signal : List.of("-INT", "-HUP")) {
            new ProcessBuilder("kill", signal, String.valueOf(pid)).start().waitFor();
        }

        assertThat(ask(instance, "echo").outputs()).hasSize(1);
        assertThat(pidNow(instance)).isEqualTo(pid);
    }

    @Test
    void aModelsOwnVariablesReachItsChild() throws Exception {
        ChildOptions options =
                new ChildOptions(
                        List.of("-Xmx64m"),
                        Map.of("BULKHEAD_TEST_VARIABLE", "x"),
                        OptionalLong.empty());
        ModelInstance instance =
                factory.launch(TestChildren.spec(plugin, work, "", options), 1, TestChildren.ASKED);
        opened.add(instance);

        assertThat(ask(instance, "environment").outputs().get(0).toStrings().get(0))
                .contains("BULKHEAD_TEST_VARIABLE");
    }

    @Test
    void aLoadThatFailsSaysWhy() {
        assertLoadFails("fail", "artefact is empty: 12 bytes wanted");
    }

    @Test
    void aLoadThatEndsTheProcessSaysSo() {
        assertLoadFails("exit", "the model's process ended while loading: exit code 7");
    }

    @Test
    void aLoadThatHangsEndsInTime() {
        try (ProcessInstanceFactory impatient = factory(Duration.ofSeconds(2))) {
            assertThatThrownBy(() -> impatient.launch(spec("hang"), 1, TestChildren.ASKED))
                    .hasMessage("the model was not loaded within 2 s");
        }
    }

    @Test
    void aCallThatIsCancelledIsOver() throws Exception {
        ModelInstance instance = launch(1);
        Path file = work.resolve("cancelled");
        CallContext context = new CallContext(Map::of, CallContext.NO_DEADLINE);
        CompletableFuture<InferenceResponse> call =
                instance.predict(blocking(file), context).toCompletableFuture();
        await().atMost(SOON).until(() -> Files.exists(file));

        context.cancel();

        assertThat(call)
                .failsWithin(SOON)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        ServingException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
    }

    @Test
    void aDeadlineHoldsForTheChildToo() {
        ModelInstance instance = launch(1);
        long deadline = System.nanoTime() + Duration.ofMillis(200).toNanos();

        CompletableFuture<InferenceResponse> call =
                instance.predict(blocking(work.resolve("late")), new CallContext(Map::of, deadline))
                        .toCompletableFuture();

        assertThat(call)
                .failsWithin(SOON)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        ServingException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED));
    }

    private void assertLoadFails(String load, String reason) {
        assertThatThrownBy(() -> factory.launch(spec(load), 1, TestChildren.ASKED))
                .isInstanceOfSatisfying(
                        ServingException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_LOAD_FAILED))
                .hasMessage(reason);
    }

    private static void assertFails(
            ModelInstance instance, String what, ErrorCode code, String reason) {
        assertThatThrownBy(() -> ask(instance, what))
                .cause()
                .isInstanceOfSatisfying(
                        ServingException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(reason);
    }
}
