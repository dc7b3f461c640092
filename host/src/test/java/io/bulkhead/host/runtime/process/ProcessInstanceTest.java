package io.bulkhead.host.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.bulkhead.api.ModelMetrics;
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
import io.bulkhead.host.config.LogLevel;
import io.bulkhead.host.dataplane.CallContext;
import io.bulkhead.host.environment.Environment;
import io.bulkhead.host.runtime.InferenceStatistics;
import io.bulkhead.host.runtime.InstanceSpec;
import io.bulkhead.host.runtime.ModelInstance;
import io.bulkhead.host.runtime.StageTimes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Real child JVMs, and a plugin that does to them what a model may do. */
class ProcessInstanceTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir static Path work;
    private static Environment plugin;

    private final ConcurrentLinkedQueue<String> metrics = new ConcurrentLinkedQueue<>();
    private final Path temporary;
    private final ProcessInstanceFactory factory;
    private final List<ModelInstance> opened = new ArrayList<>();

    /**
     * @param temporary of this test alone: servers and other tests on this machine have children
     */
    ProcessInstanceTest(@TempDir Path temporary) {
        this.temporary = temporary;
        this.factory = factory(Duration.ofSeconds(60));
    }

    @BeforeAll
    static void compilePlugin() throws IOException {
        plugin = TestChildren.plugin(work);
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        opened.forEach(ModelInstance::close);
        factory.close();
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(foldersOfChildren()).isEmpty();
        await().atMost(SOON).untilAsserted(() -> assertThat(threadsOfChildren()).isEmpty());
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
    void aStreamThatHasNotBegunGoesToASibling() throws Exception {
        ModelInstance instance = launch(2);
        Path file = work.resolve("stream-first");

        CompletableFuture<Integer> count =
                stream(instance, streaming("hang-first", file), () -> {});
        kill(file);

        assertThat(count).succeedsWithin(SOON).isEqualTo(3);
    }

    @Test
    void aStreamThatHasBegunEndsWithTheReason() throws Exception {
        ModelInstance instance = launch(2);
        Path file = work.resolve("stream-last");

        CompletableFuture<Void> begun = new CompletableFuture<>();
        CompletableFuture<Integer> count =
                stream(instance, streaming("hang-last", file), () -> begun.complete(null));
        assertThat(begun).succeedsWithin(SOON);
        kill(file);

        assertThat(count)
                .failsWithin(SOON)
                .withThrowableThat()
                .withMessageContaining(
                        "model 'iris:2': its process ended before the stream was complete"
                                + " (killed (SIGKILL)); it is being restarted, ask again");
    }

    private static InferenceRequest streaming(String what, Path file) {
        Parameters parameters = Parameters.of("do", what).with("file", file.toString());
        return new InferenceRequest("1", parameters, request(what).inputs(), List.of());
    }

    private static void kill(Path file) throws IOException {
        await().atMost(SOON).until(() -> Files.exists(file) && Files.size(file) > 0);
        ProcessHandle.of(Long.parseLong(Files.readString(file))).orElseThrow().destroyForcibly();
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
    void levelsOfTheLogReachChildrenThatRun() throws Exception {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.list = new CopyOnWriteArrayList<>();
        lines.start();
        Logger logger = (Logger) LoggerFactory.getLogger("my.model");
        logger.addAppender(lines);
        logger.setLevel(Level.DEBUG);
        try {
            ModelInstance instance = launch(1);
            ask(instance, "debug");

            factory.levels(Map.of("", LogLevel.INFO, "my.model", LogLevel.DEBUG));

            await().atMost(SOON)
                    .until(
                            () -> {
                                ask(instance, "debug");
                                return !lines.list.isEmpty();
                            });
            factory.levels(Map.of("", LogLevel.INFO));
            await().atMost(SOON)
                    .until(
                            () -> {
                                int before = lines.list.size();
                                ask(instance, "debug");
                                ask(instance, "log"); // comes after it, if it comes
                                await().until(() -> lines.list.size() > before);
                                return lines.list.get(before).getLevel().equals(Level.WARN);
                            });
        } finally {
            logger.detachAppender(lines);
            logger.setLevel(null);
        }
    }

    @Test
    void aKilledChildFailsWhatIsUnderWayAndComesBack() throws Exception {
        ModelInstance instance = launch(1);
        CompletableFuture<InferenceResponse> underWay = block(instance, "killed");

        ProcessHandle.of(blocked("killed")).orElseThrow().destroyForcibly();

        assertUnavailable(underWay);
        await().atMost(SOON).until(instance::ready);
        assertThat(ask(instance, "echo").outputs()).hasSize(1);
    }

    @Test
    void everyCallThatMeetsADeadChildIsUnavailable() {
        ModelInstance instance = launch(1);

        ProcessHandle child = ProcessHandle.of(pid(instance)).orElseThrow();
        child.destroyForcibly();
        assertThat(child.onExit()).succeedsWithin(SOON);

        for (int i = 0; i < 200 && instance.ready(); i++) {
            assertUnavailable(submit(instance, request("echo")));
        }
    }

    @Test
    void whileAChildIsAwayItsModelSaysSo() throws Exception {
        ModelInstance instance = launch(1);

        assertUnavailable(submit(instance, request("exit")));

        assertThat(instance.ready()).isFalse();
        assertThatThrownBy(() -> ask(instance, "echo"))
                .hasMessageContaining("model 'iris:2' is being restarted");
        await().atMost(SOON).until(instance::ready);
    }

    @Test
    void aSiblingAnswersForAChildThatDies() throws Exception {
        ModelInstance instance = launch(2);
        Path file = work.resolve("sibling");
        CompletableFuture<InferenceResponse> underWay = block(instance, "sibling");
        long first = blocked("sibling");
        Files.delete(file);

        ProcessHandle.of(first).orElseThrow().destroyForcibly();
        await().atMost(SOON).until(() -> Files.exists(file) && blocked("sibling") != first);
        assertThat(underWay).isNotDone();
        ProcessHandle.of(blocked("sibling")).orElseThrow().destroyForcibly();

        assertUnavailable(underWay);
    }

    @Test
    void theReportOfAJvmThatNativeCodeCrashedIsKeptAndNamed() throws Exception {
        ModelInstance instance = launch(1);
        long pid = pidNow(instance);

        assertThat(submit(instance, request("crash")))
                .failsWithin(SOON)
                .withThrowableThat()
                .withMessageContaining("crashed (signal 6)")
                .withMessageContaining(", crash report hs_err_pid" + pid + ".log");

        assertThat(work.resolve("crashes").resolve("hs_err_pid" + pid + ".log"))
                .content(StandardCharsets.ISO_8859_1)
                .contains("SIGSEGV");
        await().atMost(SOON).until(instance::ready);
    }

    @Test
    void aChildThatFillsItsHeapIsReplaced() throws Exception {
        ModelInstance instance = launch(1);

        assertUnavailable(submit(instance, request("fill-heap")));

        await().atMost(SOON).until(instance::ready);
        assertThat(ask(instance, "echo").outputs()).hasSize(1);
    }

    @Test
    void aChildThatHangsIsKilledAndReplaced() throws Exception {
        ModelInstance instance = launch(1);
        CompletableFuture<InferenceResponse> underWay = block(instance, "hung");
        new ProcessBuilder("kill", "-STOP", String.valueOf(blocked("hung"))).start().waitFor();

        assertUnavailable(underWay);
        await().atMost(SOON).until(instance::ready);
    }

    @Test
    void aChildWhoseHeartBeatsButWhichMissesEveryDeadlineIsReplaced() throws Exception {
        ModelInstance instance = launch(1);
        long first = pidNow(instance);
        for (int i = 0; i < 3; i++) {
            long deadline = System.nanoTime() + Duration.ofMillis(50).toNanos();
            assertThat(
                            instance.predict(
                                            blocking(work.resolve("stuck")),
                                            new CallContext(Map::of, deadline))
                                    .toCompletableFuture())
                    .failsWithin(SOON);
        }

        await().atMost(SOON).until(() -> ProcessHandle.of(first).isEmpty());
        await().atMost(SOON).until(instance::ready);
        assertThat(pidNow(instance)).isNotEqualTo(first);
    }

    @Test
    void aChildThatTakesTooMuchMemoryIsReplaced() throws Exception {
        ChildOptions options =
                new ChildOptions(
                        List.of("-Xmx64m", "-XX:MaxDirectMemorySize=1g"),
                        Map.of(),
                        OptionalLong.of(400 << 20));
        ModelInstance instance =
                factory.launch(TestChildren.spec(plugin, work, "", options), 1, TestChildren.ASKED);
        opened.add(instance);
        long first = pidNow(instance);

        // Whether it gets so far as to answer is a question of time.
        await().atMost(SOON).until(submit(instance, request("fill-direct"))::isDone);

        await().atMost(SOON).until(() -> ProcessHandle.of(first).isEmpty());
        await().atMost(SOON).until(instance::ready);
        assertThat(pidNow(instance)).isNotEqualTo(first);
    }

    @Test
    void aModelWhoseChildrenNeverAnswerIsGivenUp() {
        ModelInstance instance = launch(1);
        await().atMost(Duration.ofMinutes(2))
                .until(
                        () -> {
                            if (instance.ready()) {
                                assertUnavailable(submit(instance, request("exit")));
                            }
                            return instance.broken();
                        });

        assertThat(instance.ready()).isFalse();
        assertThat(instance.notice())
                .contains("'iris:2' is out of service", "the last time: exit code 9");
        assertUnavailable(submit(instance, request("echo")));
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

    private static long pidNow(ModelInstance instance) throws Exception {
        return Long.parseLong(ask(instance, "pid").outputs().get(0).toStrings().get(0));
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
    void whatAModelPrintsAndMeasuresReachesTheHost() throws Exception {
        ModelInstance instance = launch(1);

        ask(instance, "print");

        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(metrics)
                                        .containsExactly(
                                                "register child_metric", "log child_metric 0.25"));
    }

    @Test
    void theStagesOfAModelAreCountedFromWhereverItRuns() throws Exception {
        ModelInstance instance = launch(2);

        for (int i = 0; i < 3; i++) {
            ask(instance, "echo");
        }

        InferenceStatistics statistics = instance.statistics();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(statistics.computing().count()).isEqualTo(3));
        assertThat(count(statistics.inferTimes())).isEqualTo(3);
        assertThat(statistics.inferTimes().nanos()).isPositive();
        assertThat(statistics.computing().nanos()).isEqualTo(statistics.inferTimes().nanos());
    }

    private static long count(StageTimes times) {
        return times.counts().stream().mapToLong(Long::longValue).sum();
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

    @Test
    void whatAChildLogsIsLoggedAsItWasThere() throws Exception {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.list = new CopyOnWriteArrayList<>();
        lines.start();
        Logger logger = (Logger) LoggerFactory.getLogger("my.model");
        logger.addAppender(lines);
        try {
            ask(launch(1), "log");
            await().atMost(SOON).untilAsserted(() -> assertThat(lines.list).hasSize(1));
        } finally {
            logger.detachAppender(lines);
        }

        ILoggingEvent line = lines.list.get(0);
        assertThat(line.getLevel()).isEqualTo(Level.WARN);
        assertThat(line.getFormattedMessage()).isEqualTo("a \"quoted\"\nmessage");
        assertThat(line.getMDCPropertyMap())
                .containsEntry("model_name", "iris")
                .containsEntry("model_version", "2");
        assertThat(line.getKeyValuePairs())
                .singleElement()
                .satisfies(
                        pair -> {
                            assertThat(pair.key).isEqualTo("exception");
                            assertThat(pair.value)
                                    .asString()
                                    .startsWith("java.lang.IllegalStateException: why\n\tat ");
                        });
    }

    private ProcessInstanceFactory factory(Duration loadTimeout) {
        ChildSettings settings = ChildSettings.ofThisProcess(ChildTelemetry.LEAST);
        return new ProcessInstanceFactory(
                new ChildSettings(
                        settings.javaHome(),
                        settings.classPath(),
                        temporary,
                        settings.sharedArchive(),
                        loadTimeout,
                        Duration.ofMillis(200),
                        Duration.ofSeconds(4),
                        Duration.ofMillis(300),
                        Duration.ofMillis(10),
                        Duration.ofSeconds(5),
                        ChildTelemetry.LEAST),
                model -> new Recorded(),
                work.resolve("crashes"));
    }

    private final class Recorded implements ModelMetrics {
        @Override
        public void register(String name, String description) {
            metrics.add("register " + name);
        }

        @Override
        public void log(String name, double value) {
            metrics.add("log " + name + " " + value);
        }
    }

    private ModelInstance launch(int workers) {
        ModelInstance instance = factory.launch(spec(""), workers, TestChildren.ASKED);
        opened.add(instance);
        return instance;
    }

    private static InstanceSpec spec(String load) {
        return TestChildren.spec(plugin, work, load);
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

    private static void assertUnavailable(CompletableFuture<InferenceResponse> call) {
        assertThat(call)
                .failsWithin(SOON)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        ServingException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE);
                            assertThat(e.reason()).contains("model 'iris:2'");
                        });
    }

    private static CompletableFuture<InferenceResponse> block(ModelInstance instance, String name) {
        Path file = work.resolve(name);
        CompletableFuture<InferenceResponse> call = submit(instance, blocking(file));
        await().atMost(SOON).until(() -> Files.exists(file) && Files.size(file) > 0);
        return call;
    }

    private static long blocked(String name) throws IOException {
        return Long.parseLong(Files.readString(work.resolve(name)));
    }

    private static InferenceRequest blocking(Path file) {
        Parameters parameters = Parameters.of("do", "block").with("file", file.toString());
        return new InferenceRequest("1", parameters, request("block").inputs(), List.of());
    }

    private static InferenceRequest request(String what) {
        return new InferenceRequest(
                "1",
                Parameters.of("do", what),
                List.of(Tensor.of("x", Shape.of(1, 2), new float[] {1, 2})),
                List.of());
    }

    private static InferenceResponse ask(ModelInstance instance, String what)
            throws ExecutionException {
        return get(instance, request(what));
    }

    private static InferenceResponse get(ModelInstance instance, InferenceRequest request)
            throws ExecutionException {
        try {
            return submit(instance, request).get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    private static CompletableFuture<InferenceResponse> submit(
            ModelInstance instance, InferenceRequest request) {
        return instance.predict(request, CallContext.background()).toCompletableFuture();
    }

    private static long deadline() {
        return System.nanoTime() + SOON.toNanos();
    }

    private static long pid(ModelInstance instance) {
        return instance.metadata().properties().getLong("pid").orElseThrow();
    }

    private static CompletableFuture<Integer> stream(ModelInstance instance, String what) {
        return stream(instance, request(what), () -> {});
    }

    private static CompletableFuture<Integer> stream(
            ModelInstance instance, InferenceRequest request, Runnable seeing) {
        CompletableFuture<Integer> count = new CompletableFuture<>();
        instance.predictStream(request, CallContext.background())
                .subscribe(
                        new Flow.Subscriber<>() {
                            private int seen;

                            @Override
                            public void onSubscribe(Flow.Subscription subscription) {
                                subscription.request(Long.MAX_VALUE);
                            }

                            @Override
                            public void onNext(InferenceResponse response) {
                                seen++;
                                seeing.run();
                            }

                            @Override
                            public void onError(Throwable failure) {
                                count.completeExceptionally(failure);
                            }

                            @Override
                            public void onComplete() {
                                count.complete(seen);
                            }
                        });
        return count;
    }

    private List<Path> foldersOfChildren() throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.toList();
        }
    }

    private static List<String> threadsOfChildren() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("child-"))
                .collect(Collectors.toList());
    }
}
