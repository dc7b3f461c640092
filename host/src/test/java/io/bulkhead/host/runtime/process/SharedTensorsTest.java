package io.bulkhead.host.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.host.dataplane.CallContext;
import io.bulkhead.host.runtime.ModelInstance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large tensors between the server and real child JVMs. */
class SharedTensorsTest {
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir private static Path work;

    private final ProcessInstanceFactory factory =
            new ProcessInstanceFactory(
                    patient(ChildSettings.ofThisProcess(ChildTelemetry.LEAST)),
                    model -> new TestChildren.NoMetrics());
    private ModelInstance instance;

    private static ChildSettings patient(ChildSettings settings) {
        return new ChildSettings(
                settings.javaHome(),
                settings.classPath(),
                settings.temporary(),
                settings.archives(),
                SOON,
                Duration.ofMillis(200),
                SOON,
                SOON,
                Duration.ofMillis(10),
                Duration.ofSeconds(10),
                ChildTelemetry.LEAST);
    }

    @BeforeEach
    void launch() throws IOException {
        assumeThat(MEMORY).isDirectory();
        instance =
                factory.launch(
                        TestChildren.spec(TestChildren.plugin(work), work, ""),
                        2,
                        TestChildren.ASKED);
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        instance.close();
        factory.close();
        try (Stream<Path> files = Files.list(MEMORY)) {
            assertThat(files.filter(file -> file.toString().contains(TensorArena.ownName())))
                    .isEmpty();
        }
    }

    private static InferenceRequest request(String what, int seed, int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = seed * 31 + i;
        }
        return new InferenceRequest(
                "",
                Parameters.of("do", what).with("seed", (long) seed),
                List.of(
                        Tensor.of("x", Shape.of(size), values),
                        Tensor.of("few", Shape.of(1), new float[] {seed})),
                List.of());
    }

    private CompletableFuture<InferenceResponse> ask(InferenceRequest request) {
        return instance.predict(request, CallContext.background()).toCompletableFuture();
    }

    private static void assertEchoed(InferenceResponse response, InferenceRequest request) {
        assertThat(response.parameters()).isEqualTo(request.parameters());
        for (int i = 0; i < 2; i++) {
            Tensor found = response.outputs().get(i);
            assertThat(found.parameters().isEmpty()).isTrue();
            assertThat(found.bytes()).isEqualTo(request.inputs().get(i).bytes());
        }
    }

    /** Until both children have memory. */
    private void share() {
        await().atMost(SOON)
                .untilAsserted(
                        () -> {
                            List<CompletableFuture<InferenceResponse>> both = new ArrayList<>();
                            for (int i = 0; i < 2; i++) {
                                both.add(ask(request("echo", i, 50_000)));
                            }
                            both.forEach(CompletableFuture::join);
                            assertThat(mappings()).isEqualTo(2);
                        });
    }

    /** Children that have memory mapped which has no name any more. */
    private static long mappings() {
        return ProcessHandle.current()
                .children()
                .filter(child -> maps(child).contains("bulkhead-"))
                .filter(child -> maps(child).contains("(deleted)"))
                .count();
    }

    private static String maps(ProcessHandle child) {
        try {
            return Files.readString(Path.of("/proc/" + child.pid() + "/maps"));
        } catch (IOException gone) {
            return "";
        }
    }

    @Test
    void everybodyGetsHisOwnTensorsBack() throws Exception {
        share();
        List<InferenceRequest> requests = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            requests.add(request("echo", i, 5_000 + i * 4_000));
        }
        for (int round = 0; round < 3; round++) {
            List<CompletableFuture<InferenceResponse>> answers =
                    requests.stream().map(this::ask).toList();
            for (int i = 0; i < requests.size(); i++) {
                assertEchoed(answers.get(i).get(60, TimeUnit.SECONDS), requests.get(i));
            }
        }
    }

    private record Held(InferenceRequest request, InferenceResponse response, List<Runnable> ends) {
        void end() {
            ends.forEach(Runnable::run);
        }
    }

    private Held held(InferenceRequest request) throws Exception {
        List<Runnable> ends = new ArrayList<>();
        InferenceResponse response =
                instance.predict(request, CallContext.background(), ends::add)
                        .toCompletableFuture()
                        .get(60, TimeUnit.SECONDS);
        return new Held(request, response, ends);
    }

    @Test
    void answersStayAsTheyAreUntilTheyAreDoneWith() throws Exception {
        share();
        List<Held> answers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            answers.add(held(request("echo", i, 50_000)));
            if (i % 3 == 2) {
                answers.remove(0).end();
            }
        }

        assertThat(answers).anyMatch(held -> held.response().outputs().get(0).bytes().isDirect());
        for (Held held : answers) {
            assertEchoed(held.response(), held.request());
            held.end();
        }
    }

    @Test
    void missingElementsAndTextsComeThrough() throws Exception {
        share();
        String[] texts = new String[20_000];
        Arrays.setAll(texts, i -> i % 7 == 0 ? null : "text " + i);
        Tensor tensor =
                new Tensor("s", Shape.of(20_000), BytesData.ofStrings(Arrays.asList(texts)));
        for (int i = 0; i < 3; i++) {
            InferenceResponse response = ask(InferenceRequest.of(tensor)).get(60, TimeUnit.SECONDS);

            assertThat(response.outputs().get(0).toStrings()).isEqualTo(tensor.toStrings());
            assertThat(response.outputs().get(0).strings().isNull(14)).isTrue();
        }
    }

    @Test
    void streamsComeThrough() throws Exception {
        share();
        for (int round = 0; round < 5; round++) {
            InferenceRequest request = request("echo", round, 100_000);
            List<InferenceResponse> answers = stream(request).get(60, TimeUnit.SECONDS);

            assertThat(answers).hasSize(3);
            for (InferenceResponse answer : answers) {
                assertThat(answer.outputs().get(0).bytes())
                        .isEqualTo(request.inputs().get(0).bytes());
            }
        }
    }

    private CompletableFuture<List<InferenceResponse>> stream(InferenceRequest request) {
        CompletableFuture<List<InferenceResponse>> all = new CompletableFuture<>();
        List<InferenceResponse> seen = new ArrayList<>();
        instance.predictStream(request, CallContext.background())
                .subscribe(
                        new Flow.Subscriber<>() {
                            @Override
                            public void onSubscribe(Flow.Subscription subscription) {
                                subscription.request(Long.MAX_VALUE);
                            }

                            @Override
                            public void onNext(InferenceResponse response) {
                                seen.add(response);
                            }

                            @Override
                            public void onError(Throwable failure) {
                                all.completeExceptionally(failure);
                            }

                            @Override
                            public void onComplete() {
                                all.complete(seen);
                            }
                        });
        return all;
    }

    @Test
    void cancelledAndFailedCallsLeaveTheOthersAlone() throws Exception {
        share();
        for (int i = 0; i < 30; i++) {
            CallContext context = CallContext.background();
            InferenceRequest gone = request("echo", 1000 + i, 200_000);
            CompletableFuture<InferenceResponse> cancelled =
                    instance.predict(gone, context).toCompletableFuture();
            CompletableFuture<InferenceResponse> failed = ask(request("throw", i, 100_000));
            InferenceRequest request = request("echo", i, 150_000);
            CompletableFuture<InferenceResponse> answer = ask(request);
            context.cancel();

            assertEchoed(answer.get(60, TimeUnit.SECONDS), request);
            assertThat(failed).failsWithin(SOON);
            await().atMost(SOON).until(cancelled::isDone);
        }
    }

    @Test
    void aChildThatDiesTakesItsMemoryAlong() {
        share();
        for (int i = 0; i < 3; i++) {
            await().atMost(SOON).until(() -> ProcessHandle.current().children().count() == 2);
            ProcessHandle.current().children().findAny().ifPresent(ProcessHandle::destroyForcibly);
            for (int k = 0; k < 20; k++) { // some find both children away
                InferenceRequest request = request("echo", k, 100_000);
                ask(request)
                        .orTimeout(60, TimeUnit.SECONDS)
                        .handle((answer, away) -> Optional.ofNullable(answer))
                        .join()
                        .ifPresent(answer -> assertEchoed(answer, request));
            }
        }
    }
}
