package io.bulkhead.host.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.host.dataplane.CallContext;
import io.bulkhead.host.environment.Environment;
import io.bulkhead.host.plugin.JacksonJars;
import io.bulkhead.host.plugin.NativeLayers;
import io.bulkhead.host.plugin.TestPlugins;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class InProcessInstanceTest {
    private static final InferenceRequest REQUEST =
            InferenceRequest.of(Tensor.of("x", Shape.of(1), new float[] {1}));

    @TempDir private Path work;
    private TestPlugins plugins;

    @BeforeEach
    void prepare() {
        plugins = new TestPlugins(work);
    }

    private Environment environment(String plugin, Path... libraries) throws IOException {
        return plugins.store()
                .dropped(plugins.zip(plugin, work.resolve(plugin + ".zip"), libraries))
                .orElseThrow()
                .environment();
    }

    private InProcessInstance misbehaving(String behaviour) throws IOException {
        return InProcessInstance.load(
                TestInstances.spec(environment("misbehaving"), "misbehaving", behaviour),
                new NativeLayers(),
                TestInstances.NO_METRICS);
    }

    private static CompletableFuture<InferenceResponse> predict(ModelInstance model) {
        HeldCall call = new HeldCall();
        call.open();
        return predict(model, call);
    }

    private static ServingException failure(CompletableFuture<?> answer) throws Exception {
        try {
            answer.get(20, TimeUnit.SECONDS);
            throw new AssertionError("it should have failed");
        } catch (ExecutionException e) {
            return (ServingException) e.getCause();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "throws exception",
                "throws error",
                "throws virtual machine error",
                "throws checked",
                "overflows the stack",
                "returns null",
                "answers null",
                "fails later",
                "fails later with error",
            })
    void whateverAModelThrowsIsAnInternalErrorWithoutDetail(String behaviour) throws Exception {
        try (InProcessInstance model = misbehaving(behaviour)) {
            ServingException failure = failure(predict(model));
            assertThat(failure.code()).isEqualTo(ErrorCode.INTERNAL);
            assertThat(failure.reason())
                    .startsWith("'m': internal error, see the server's log for error id ")
                    .doesNotContain("secret");
            assertThat(failure(predict(model)).code()).isEqualTo(ErrorCode.INTERNAL);
        }
    }

    @Test
    void whatAModelExplainsReachesTheClient() throws Exception {
        try (InProcessInstance model = misbehaving("explains itself")) {
            ServingException failure = failure(predict(model));
            assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
            assertThat(failure.reason()).isEqualTo("no such output 'y'");
        }
    }

    @Test
    void aModelSeesItsOwnContextLoader() throws Exception {
        try (InProcessInstance model = misbehaving("")) {
            InferenceResponse answer = predict(model).get(20, TimeUnit.SECONDS);
            assertThat(answer.outputs().get(0).toStrings()).containsExactly("own");
        }
    }

    @Test
    void aModelThatMovesTheContextLoaderMovesItForItselfOnly() throws Exception {
        try (InProcessInstance model = misbehaving("moves the context loader")) {
            for (int i = 0; i < 50; i++) {
                predict(model).get(20, TimeUnit.SECONDS);
            }
        }
        assertThat(Thread.currentThread().getContextClassLoader()).isNotNull();
    }

    @Test
    void aClassThatIsMissingIsNamed() {
        assertThatThrownBy(() -> misbehaving("create throws error"))
                .isInstanceOf(ServingException.class)
                .hasMessageContaining("class com.example.Missing")
                .hasMessageContaining("is missing; add the jar");
        assertThat(modelThreads()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"create throws", "metadata throws"})
    void aModelThatCannotBeMadeIsAnInternalErrorWithoutDetail(String behaviour) {
        assertThatThrownBy(() -> misbehaving(behaviour))
                .isInstanceOf(ServingException.class)
                .hasMessageContaining("error id")
                .message()
                .doesNotContain("secret");
        assertThat(modelThreads()).isEmpty();
    }

    @Test
    void aRuntimeThatMakesNoModelIsNamed() {
        assertThatThrownBy(() -> misbehaving("create returns null"))
                .isInstanceOf(ServingException.class)
                .hasMessage("runtime 'misbehaving' made no model");
    }

    @Test
    void aCodecThatCannotBeMadeIsLeftOut() throws Exception {
        try (InProcessInstance model =
                InProcessInstance.load(
                        TestInstances.spec(environment("broken-codec"), "broken-codec", ""),
                        new NativeLayers(),
                        TestInstances.NO_METRICS)) {
            assertThat(predict(model)).succeedsWithin(Duration.ofSeconds(20));
        }
    }

    @Test
    void aModelThatFailsToCloseIsClosedAllTheSame() throws Exception {
        InProcessInstance model = misbehaving("close throws");
        model.close();
        model.close();
        assertThat(model.ready()).isFalse();
        assertThat(failure(predict(model)).code()).isEqualTo(ErrorCode.UNAVAILABLE);
    }

    @Test
    void aFullQueueIsSaidAndPasses() throws Exception {
        HeldCall held = new HeldCall();
        try (InProcessInstance model = misbehaving("blocks")) {
            CompletableFuture<InferenceResponse> first = predict(model, held);
            held.awaitEntered();
            List<CompletableFuture<InferenceResponse>> waiting = new ArrayList<>();
            for (int i = 0; i < 1_024; i++) {
                waiting.add(predict(model));
            }
            ServingException refused = failure(predict(model));
            assertThat(refused.code()).isEqualTo(ErrorCode.RESOURCE_EXHAUSTED);
            assertThat(refused.reason()).contains("1024 requests waiting");
            held.open();
            assertThat(first).succeedsWithin(Duration.ofSeconds(20));
            assertThat(waiting)
                    .allSatisfy(
                            answer -> assertThat(answer).succeedsWithin(Duration.ofSeconds(20)));
            assertThat(predict(model)).succeedsWithin(Duration.ofSeconds(20));
        } finally {
            held.open();
        }
    }

    @Test
    void whoWaitsForAModelThatHangsIsToldWhenItIsClosed() throws Exception {
        HeldCall held = new HeldCall();
        try {
            InProcessInstance model = misbehaving("blocks");
            CompletableFuture<InferenceResponse> running = predict(model, held);
            held.awaitEntered();
            CompletableFuture<InferenceResponse> waiting = predict(model);
            model.close();
            assertThat(failure(waiting).code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(failure(running).code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(failure(running).reason())
                    .isEqualTo("model 'm' was unloaded before it had answered");
        } finally {
            held.open();
        }
    }

    @Test
    void whoWaitsForAnAnswerThatNeverComesIsToldWhenTheModelIsClosed() throws Exception {
        InProcessInstance model = misbehaving("answers never");
        CompletableFuture<InferenceResponse> answer = predict(model);
        model.close();
        assertThat(failure(answer).code()).isEqualTo(ErrorCode.UNAVAILABLE);
    }

    @Test
    void aModelThatNeverEndsInCloseHoldsNobodyUp() throws Exception {
        InProcessInstance model = misbehaving("close blocks");
        model.close(); // or this test never ends
        assertThat(model.ready()).isFalse();

        Thread closing = modelThreads().get(0);
        closing.interrupt();
        closing.join();
    }

    @Test
    void urgentRequestsAreTakenFirstAndEqualOnesInTheirOrder() throws Exception {
        HeldCall held = new HeldCall();
        try (InProcessInstance model = misbehaving("blocks")) {
            CompletableFuture<InferenceResponse> running = predict(model, held);
            held.awaitEntered();
            List<String> order = Collections.synchronizedList(new ArrayList<>());
            List<CompletableFuture<?>> answers = new ArrayList<>(List.of(running));
            for (String who : List.of("0 a", "9 a", "1 a", "5 b", "1 b", "99 b", "0 c", "4 a")) {
                answers.add(predict(model, new NotedCall(who, order)));
            }
            held.open();
            assertThat(answers)
                    .allSatisfy(
                            answer -> assertThat(answer).succeedsWithin(Duration.ofSeconds(20)));
            assertThat(order)
                    .containsExactly("1 a", "1 b", "4 a", "0 a", "5 b", "0 c", "9 a", "99 b");
        } finally {
            held.open();
        }
    }

    private static CompletableFuture<InferenceResponse> predict(
            ModelInstance model, RequestContext call) {
        return model.predict(REQUEST, call).toCompletableFuture();
    }

    /** A call that notes that the model works on it: the test plugin asks for its headers. */
    private record NotedCall(String who, List<String> order, CallContext context)
            implements RequestContext {
        NotedCall(String who, List<String> order) {
            this(
                    who,
                    order,
                    new CallContext(
                            Map::of,
                            CallContext.NO_DEADLINE,
                            Integer.parseInt(who.substring(0, who.indexOf(' ')))));
        }

        @Override
        public Map<String, List<String>> headers() {
            order.add(who);
            return Map.of();
        }

        @Override
        public Optional<Duration> timeRemaining() {
            return context.timeRemaining();
        }

        @Override
        public boolean isCancelled() {
            return context.isCancelled();
        }

        @Override
        public void onCancel(Runnable action) {
            context.onCancel(action);
        }

        @Override
        public int priority() {
            return context.priority();
        }
    }

    @Test
    void aRequestThatIsCancelledLeavesTheQueue() throws Exception {
        HeldCall held = new HeldCall();
        try (InProcessInstance model = misbehaving("blocks")) {
            CompletableFuture<InferenceResponse> running = predict(model, held);
            held.awaitEntered();
            CallContext gone = CallContext.background();
            CompletableFuture<InferenceResponse> waiting = predict(model, gone);
            assertThat(model.waiting()).isEqualTo(1);

            gone.cancel();

            assertThat(failure(waiting).code()).isEqualTo(ErrorCode.CANCELLED);
            assertThat(model.waiting()).isZero();
            assertThat(running).isNotDone();
        } finally {
            held.open();
        }
    }

    @Test
    void twoVersionsOfALibraryAnswerSideBySide() throws Exception {
        Path one = plugins.jar("library-1", work.resolve("library-1.jar"));
        Path two = plugins.jar("library-2", work.resolve("library-2.jar"));
        try (InProcessInstance old = versioned(one);
                InProcessInstance next = versioned(two);
                InProcessInstance again = versioned(two)) {
            assertThat(versionAndCalls(old)).containsExactly("1", "1");
            assertThat(versionAndCalls(next)).containsExactly("2", "1");
            assertThat(versionAndCalls(next)).containsExactly("2", "2");
            assertThat(versionAndCalls(again)).containsExactly("2", "1");
        }
    }

    private InProcessInstance versioned(Path library) throws IOException {
        return InProcessInstance.load(
                TestInstances.spec(environment("versioned", library), "versioned", ""),
                new NativeLayers(),
                TestInstances.NO_METRICS);
    }

    private static List<String> versionAndCalls(ModelInstance model) throws Exception {
        List<Tensor> outputs = predict(model).get(20, TimeUnit.SECONDS).outputs();
        return List.of(
                outputs.get(0).toStrings().get(0), Long.toString(outputs.get(1).toLongs()[0]));
    }

    @Test
    void noClassLoaderStaysBehind() throws Exception {
        Environment environment = environment("jackson", JacksonJars.paths().toArray(Path[]::new));
        List<WeakReference<Object>> gone = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            gone.add(new WeakReference<>(loadedUsedAndClosed(environment)));
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> {
                            System.gc();
                            return gone.stream().allMatch(reference -> reference.refersTo(null));
                        });
    }

    /** The context loader that the model's own threads had. */
    private static Object loadedUsedAndClosed(Environment environment) throws Exception {
        try (InProcessInstance model =
                InProcessInstance.load(
                        TestInstances.spec(environment, "jackson", ""),
                        new NativeLayers(),
                        TestInstances.NO_METRICS)) {
            InferenceResponse answer = predict(model).get(20, TimeUnit.SECONDS);
            assertThat(answer.outputs().get(0).toStrings().get(0)).contains("2.5");
            return modelThreads().get(0).getContextClassLoader();
        }
    }

    private static List<Thread> modelThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("model-m-"))
                .toList();
    }
}
