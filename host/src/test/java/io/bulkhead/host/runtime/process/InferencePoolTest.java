package io.bulkhead.host.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.bulkhead.api.ModelSettings;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.host.config.ChildOptions;
import io.bulkhead.host.config.ModelDefinition;
import io.bulkhead.host.config.SchedulePolicy;
import io.bulkhead.host.dataplane.CallContext;
import io.bulkhead.host.environment.Environment;
import io.bulkhead.host.plugin.TestPlugins;
import io.bulkhead.host.plugin.release.LeakSentinel;
import io.bulkhead.host.runtime.InstanceSpec;
import io.bulkhead.host.runtime.ModelInstance;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Models that name one inference pool, in real child JVMs. */
class InferencePoolTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir static Path work;
    private static TestPlugins plugins; // keeps what was unpacked from being swept
    private static Environment plugin;

    private final ProcessInstanceFactory factory = factory();
    private final List<ModelInstance> opened = new ArrayList<>();

    @BeforeAll
    static void compilePlugin() throws IOException {
        plugins = new TestPlugins(work);
        plugin = TestChildren.plugin(plugins, work);
    }

    private static ProcessInstanceFactory factory() {
        return factory(ChildTelemetry.LEAST);
    }

    private static ProcessInstanceFactory factory(ChildTelemetry telemetry) {
        ChildSettings settings = ChildSettings.ofThisProcess(ChildTelemetry.LEAST);
        return new ProcessInstanceFactory(
                new ChildSettings(
                        settings.javaHome(),
                        settings.classPath(),
                        settings.temporary(),
                        settings.archives(),
                        Duration.ofSeconds(60),
                        Duration.ofMillis(200),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(20),
                        Duration.ofMillis(10),
                        Duration.ofSeconds(5),
                        telemetry),
                model -> new TestChildren.NoMetrics());
    }

    @AfterEach
    void nothingIsLeft() {
        opened.forEach(ModelInstance::close);
        factory.close();
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void modelsOfAPoolShareItsProcessesAndNothingElse() {
        ModelInstance a = launch("a", "x", 1);
        ModelInstance b = launch("b", "x", 1);
        ModelInstance other = launch("c", "y", 1);

        assertThat(pid(b)).isEqualTo(pid(a)).isNotEqualTo(pid(other));
        assertThat(count(a)).isEqualTo(1);
        assertThat(count(a)).isEqualTo(2);
        assertThat(count(b)).isEqualTo(1);
        assertThat(b.placement())
                .isEqualTo("1 child JVM of inference pool 'x', with a: the settings ask for it");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(a.statistics().computing().count()).isPositive());
    }

    @Test
    void everyProcessOfAPoolHoldsEveryModel() {
        ModelInstance a = launch("a", "x", 2);
        ModelInstance b = launch("b", "x", 2);
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).hasSize(2);
        long first = pid(a);

        kill(first);

        assertThat(pid(b)).isNotEqualTo(first);
        assertThat(pid(a)).isNotEqualTo(first);
    }

    @Test
    void aModelThatLeavesLeavesTheOthersAloneAndTheLastOneEndsThePool() {
        ModelInstance a = launch("a", "x", 1);
        ModelInstance b = launch("b", "x", 1);
        long shared = pid(b);

        a.close();

        assertThat(pid(b)).isEqualTo(shared);
        assertThat(ask(a, "echo")).failsWithin(SOON);
        b.close();
        await().atMost(SOON).until(() -> ProcessHandle.of(shared).isEmpty());
        assertThat(pid(launch("a", "x", 1))).isNotEqualTo(shared);
    }

    @Test
    void theDeathOfAProcessConcernsTheModelsInItAndThoseOnly() {
        ModelInstance a = launch("a", "x", 1);
        ModelInstance b = launch("b", "x", 1);
        ModelInstance other = launch("c", "", 1);
        long bystander = pid(other);
        long shared = pid(a);

        assertThat(ask(a, "exit"))
                .failsWithin(SOON)
                .withThrowableThat()
                .withMessageContaining("model 'a': its process ended");

        await().atMost(SOON).until(() -> a.ready() && b.ready());
        assertThat(pid(b)).isEqualTo(pid(a)).isNotEqualTo(shared);
        assertThat(pid(other)).isEqualTo(bystander);
    }

    @Test
    void aModelThatWantsOtherProcessesThanItsPoolHasIsRefused() {
        launch("a", "x", 1);

        assertRefused(
                options("x", List.of("-Xmx128m"), Map.of()),
                1,
                "it cannot live in inference pool 'x', whose child JVMs run with jvm_options"
                        + " [-Xmx64m], not [-Xmx128m], as model 'a' has it; let them agree or name"
                        + " another inference_pool_gid");
        assertRefused(
                options("x", List.of("-Xmx64m"), Map.of("KEY", "secret")),
                1,
                "environment_variables [] with their values, not [KEY] with their values");
        assertRefused(options("x", List.of("-Xmx64m"), Map.of()), 3, "parallel_workers 1, not 3");
        assertThat(pid(launch("c", "x", 1))).isEqualTo(pid(opened.get(0)));
    }

    @Test
    void aModelThatCannotBeLoadedDoesNotDisturbItsPool() {
        ModelInstance a = launch("a", "x", 1);
        long shared = pid(a);

        assertThatThrownBy(() -> factory.launch(spec("b", "x", "fail"), 1, TestChildren.ASKED))
                .hasMessage("artefact is empty: 12 bytes wanted");

        assertThat(pid(a)).isEqualTo(shared);
    }

    @Test
    void aModelThatKillsItsPoolWhileLoadingIsLeftOutThen() {
        ModelInstance a = launch("a", "x", 2);

        assertThatThrownBy(() -> factory.launch(spec("b", "x", "exit"), 2, TestChildren.ASKED))
                .hasMessage("the model's process ended while loading: exit code 7");

        assertThat(ask(a, "echo")).succeedsWithin(SOON); // its other process
        await().atMost(SOON)
                .until(
                        () ->
                                ProcessHandle.current()
                                                .children()
                                                .filter(ProcessHandle::isAlive)
                                                .count()
                                        == 2);
        assertThat(a.ready()).isTrue();
    }

    @Test
    void aCopyOfAModelIsLoadedBesideTheOldOne() {
        ModelInstance old = launch("a", "x", 1);
        ModelInstance b = launch("b", "x", 1);
        count(old);

        ModelInstance copy = launch("a", "x", 1);
        assertThat(count(copy)).isEqualTo(1);
        assertThat(count(old)).isEqualTo(2);
        old.close();

        assertThat(count(copy)).isEqualTo(2);
        assertThat(pid(copy)).isEqualTo(pid(b));
    }

    @Test
    void aModelAloneInItsPoolMayChangeWhatThePoolIsLike() {
        ModelInstance old = launch("a", "x", 1);
        ModelInstance copy =
                open(
                        TestChildren.spec(
                                new ModelId("a", ""),
                                plugin,
                                work,
                                "",
                                options("x", List.of("-Xmx80m"), Map.of())),
                        1);

        assertThat(pid(copy)).isNotEqualTo(pid(old));
        assertThatThrownBy(() -> factory.launch(spec("b", "x", ""), 1, TestChildren.ASKED))
                .hasMessageContaining("jvm_options [-Xmx80m], not [-Xmx64m]");
    }

    @Test
    void aLineOfTheLogNamesTheModelThatLoggedIt() throws Exception {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.list = new CopyOnWriteArrayList<>();
        lines.start();
        Logger logger = (Logger) LoggerFactory.getLogger("my.model");
        logger.addAppender(lines);
        try {
            launch("a", "x", 1);
            assertThat(ask(launch("b", "x", 1), "log")).succeedsWithin(SOON);
            await().atMost(SOON).untilAsserted(() -> assertThat(lines.list).hasSize(1));
        } finally {
            logger.detachAppender(lines);
        }

        assertThat(lines.list.get(0).getMDCPropertyMap()).containsEntry("model_name", "b");
    }

    @Test
    void whatHoldsAModelThatHasLeftAPoolIsNamedInTheServersLog() throws Exception {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.list = new CopyOnWriteArrayList<>();
        lines.start();
        Logger logger = (Logger) LoggerFactory.getLogger(LeakSentinel.class);
        ProcessInstanceFactory looking =
                factory(
                        new ChildTelemetry(
                                Map.of(),
                                false,
                                Map.of(),
                                new ChildTelemetry.LeakCheck(200, 64 << 20)));
        logger.addAppender(lines);
        try {
            opened.add(looking.launch(spec("a", "x", ""), 1, TestChildren.ASKED));
            looking.launch(leaking("thread"), 1, TestChildren.ASKED).close();

            await().atMost(SOON).untilAsserted(() -> assertThat(lines.list).hasSize(1));
        } finally {
            logger.detachAppender(lines);
            opened.forEach(ModelInstance::close);
            looking.close();
        }

        assertThat(lines.list.get(0).getFormattedMessage())
                .contains("model 'leaky'", "still in memory", "held by thread 'stubborn'");
    }

    private static InstanceSpec leaking(String behaviour) throws IOException {
        Environment environment =
                plugins.store()
                        .dropped(plugins.jar("leaking", work.resolve("leaking.jar")))
                        .orElseThrow()
                        .environment();
        ModelDefinition plain = spec("leaky", "x", "").definition();
        ModelSettings settings =
                new ModelSettings(
                        plain.id(),
                        "leaking",
                        "",
                        List.of(),
                        List.of(),
                        Parameters.of("extra", Map.of("behaviour", behaviour)));
        ModelDefinition definition =
                new ModelDefinition(
                        settings,
                        List.of(),
                        work,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        plain.child(),
                        SchedulePolicy.standard(),
                        ModelDefinition.Origin.FILE,
                        "{}");
        return new InstanceSpec(definition, environment, "leaking", work);
    }

    private void assertRefused(ChildOptions options, int workers, String reason) {
        InstanceSpec spec = TestChildren.spec(new ModelId("b", ""), plugin, work, "", options);
        assertThatThrownBy(() -> factory.launch(spec, workers, TestChildren.ASKED))
                .hasMessageContaining(reason);
    }

    private static ChildOptions options(
            String pool, List<String> jvmOptions, Map<String, String> variables) {
        return new ChildOptions(
                jvmOptions,
                variables,
                OptionalLong.empty(),
                Optional.of(pool).filter(name -> !name.isEmpty()),
                Optional.empty());
    }

    private static InstanceSpec spec(String model, String pool, String load) {
        return TestChildren.spec(
                new ModelId(model, ""),
                plugin,
                work,
                load,
                options(pool, List.of("-Xmx64m"), Map.of()));
    }

    private ModelInstance launch(String model, String pool, int workers) {
        return open(spec(model, pool, ""), workers);
    }

    private ModelInstance open(InstanceSpec spec, int workers) {
        ModelInstance instance = factory.launch(spec, workers, TestChildren.ASKED);
        opened.add(instance);
        return instance;
    }

    private static void kill(long pid) {
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        assertThat(process.onExit()).succeedsWithin(SOON);
    }

    private static long pid(ModelInstance instance) {
        return Long.parseLong(get(instance, "pid").outputs().get(0).toStrings().get(0));
    }

    private static int count(ModelInstance instance) {
        return (int) get(instance, "count").outputs().get(0).toFloats()[0];
    }

    private static InferenceResponse get(ModelInstance instance, String what) {
        try {
            return ask(instance, what).get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static CompletableFuture<InferenceResponse> ask(ModelInstance instance, String what) {
        InferenceRequest request =
                new InferenceRequest(
                        "1",
                        Parameters.of("do", what),
                        List.of(Tensor.of("x", Shape.of(1), new float[] {1})),
                        List.of());
        return instance.predict(request, CallContext.background()).toCompletableFuture();
    }
}
