package io.bulkhead.host.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.host.codec.json.GoldenSampleJson;
import io.bulkhead.host.config.ModelSettingsReader;
import io.bulkhead.host.controlplane.golden.GoldenSamples;
import io.bulkhead.host.dataplane.CallContext;
import io.bulkhead.host.environment.EnvironmentStore;
import io.bulkhead.host.model.LoadedModel;
import io.bulkhead.host.model.ModelRegistry;
import io.bulkhead.host.model.ModelState;
import io.bulkhead.host.model.Readiness;
import io.bulkhead.host.plugin.NativeLayers;
import io.bulkhead.host.plugin.PluginCatalog;
import io.bulkhead.host.plugin.TestPlugins;
import io.bulkhead.host.repository.FolderRepository;
import io.bulkhead.host.runtime.HeldCall;
import io.bulkhead.host.runtime.InstanceFactory;
import io.bulkhead.host.runtime.TestInstances;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RepositoryServiceTest {
    private static final InferenceRequest REQUEST =
            InferenceRequest.of(Tensor.of("x", Shape.of(1), new float[] {1}));
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir private Path work;
    private Path root;
    private final ModelRegistry registry = new ModelRegistry();
    private final Readiness readiness = new Readiness(true);
    private PluginCatalog plugins;
    private FolderRepository repository;
    private ModelLoader loader;
    private RepositoryService service;

    @BeforeEach
    void prepare() throws IOException {
        root = Files.createDirectories(work.resolve("models"));
        Path installed = Files.createDirectories(work.resolve("plugins"));
        TestPlugins sources = new TestPlugins(work);
        sources.jar("echo", installed.resolve("echo.jar"));
        sources.jar("misbehaving", installed.resolve("misbehaving.jar"));
        plugins = new PluginCatalog(new EnvironmentStore(work.resolve("copies")), installed);
        InstanceFactory instances =
                new InstanceFactory(
                        new NativeLayers(),
                        (spec, workers, reason) -> {
                            throw new IllegalStateException("no child JVMs here");
                        },
                        id -> TestInstances.NO_METRICS,
                        1);
        repository = new FolderRepository(root, new ModelSettingsReader(Map.of()), plugins);
        GoldenSamples.Limits limits = new GoldenSamples.Limits(3, 1000, Duration.ofSeconds(1));
        loader =
                new ModelLoader(
                        plugins,
                        instances,
                        root,
                        new GoldenSamples(GoldenSampleJson::read, limits));
        service = new RepositoryService(repository, registry, loader, readiness);
    }

    @AfterEach
    void close() {
        service.close();
        plugins.close();
    }

    private Path declare(String name, String settings) throws IOException {
        Path folder = Files.createDirectories(root.resolve(name));
        return Files.writeString(folder.resolve("model-settings.json"), settings);
    }

    private void declareEcho(String name) throws IOException {
        declare(name, "{\"implementation\": \"echo\"}");
    }

    private static void succeeds(CompletionStage<Void> verb) {
        assertThat(verb.toCompletableFuture()).succeedsWithin(SOON);
    }

    private static ServingException failure(CompletionStage<Void> verb) throws Exception {
        try {
            verb.toCompletableFuture().get(SOON.toSeconds(), TimeUnit.SECONDS);
            throw new AssertionError("it should have failed");
        } catch (ExecutionException e) {
            return (ServingException) e.getCause();
        }
    }

    private IndexEntry entry(String name) {
        return service.index(false).stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void loadsAndUnloads() throws Exception {
        readiness.started();
        declareEcho("m");
        assertThat(entry("m").state()).isEqualTo(ModelState.UNAVAILABLE);
        succeeds(service.load("m"));
        assertThat(entry("m")).isEqualTo(new IndexEntry("m", "", ModelState.READY, ""));
        LoadedModel model = registry.find("m", "");
        succeeds(service.unload("m"));
        assertThat(entry("m").state()).isEqualTo(ModelState.UNAVAILABLE);
        assertThat(registry.serves("m", "")).isFalse();
        assertThat(model.instance().ready()).isFalse();
    }

    @Test
    void whatIsUnknownIsNotFound() throws Exception {
        assertThat(failure(service.load("m")).code()).isEqualTo(ErrorCode.MODEL_NOT_FOUND);
        assertThat(failure(service.unload("m")).code()).isEqualTo(ErrorCode.MODEL_NOT_FOUND);
        declareEcho("m");
        assertThat(failure(service.unload("m")).reason()).isEqualTo("Model m not found");
    }

    @Test
    void whoWaitsForAModelThatHangsIsToldOnceItsTimeToFinishIsOver() throws Exception {
        HeldCall held = new HeldCall();
        declare(
                "m",
                "{\"implementation\": \"misbehaving\","
                        + " \"parameters\": {\"extra\": {\"behaviour\": \"blocks\"}}}");
        try (RepositoryService hasty =
                new RepositoryService(
                        repository, registry, loader, readiness, Duration.ofMillis(100))) {
            succeeds(hasty.load("m"));
            LoadedModel model = registry.lease("m", "");
            CompletionStage<?> answer =
                    model.instance()
                            .predict(REQUEST, held)
                            .whenComplete((response, failure) -> model.release());
            held.awaitEntered();

            succeeds(hasty.unload("m"));

            assertThat(answer.toCompletableFuture())
                    .failsWithin(SOON)
                    .withThrowableThat()
                    .withMessageContaining("model 'm' was unloaded before it had answered");
            assertThat(model.drained()).isCompleted();
        } finally {
            held.open();
        }
    }

    @Test
    void oneBrokenModelLeavesTheOthersAlone() throws Exception {
        declareEcho("good");
        declare("unknown", "{\"implementation\": \"nothing-of-the-kind\"}");
        declare("broken", "{\n\"implementation\": }");
        assertThat(service.loadAll()).succeedsWithin(SOON);
        assertThat(entry("good").state()).isEqualTo(ModelState.READY);
        assertThat(entry("unknown").state()).isEqualTo(ModelState.UNAVAILABLE);
        assertThat(entry("unknown").reason()).contains("no runtime 'nothing-of-the-kind'");
        assertThat(readiness.isReady()).isFalse();
    }

    @Test
    void aFolderWhoseSettingsCannotBeReadIsNoModelAndItsLoadSaysWhy() throws Exception {
        declare("broken", "{\n\"implementation\": }");
        assertThat(service.loadAll()).succeedsWithin(SOON);
        ServingException failure = failure(service.load("broken"));
        assertThat(failure.code()).isEqualTo(ErrorCode.UNPROCESSABLE);
        assertThat(failure.reason()).contains("model-settings.json, line 2, column");
        assertThat(service.index(false)).isEmpty();
    }

    @Test
    void aModelThatWaitsForItsTurnAtTheStartIsLoading() throws Exception {
        for (int i = 0; i < 50; i++) {
            declareEcho("m" + i);
        }
        assertThat(service.index(false))
                .hasSize(50)
                .allMatch(entry -> entry.state() == ModelState.LOADING);
        CompletionStage<Void> start = service.loadAll();
        assertThat(service.index(false))
                .hasSize(50)
                .noneMatch(entry -> entry.state() == ModelState.UNAVAILABLE);
        succeeds(start);
        assertThat(service.index(true)).hasSize(50);
    }

    @Test
    void isReadyWhenAllOfTheStartIsServed() throws Exception {
        declareEcho("a");
        declare("b", "{\"implementation\": \"nothing\"}");
        assertThat(service.loadAll()).succeedsWithin(SOON);
        assertThat(readiness.isReady()).isFalse();
        declareEcho("b");
        succeeds(service.load("b"));
        assertThat(readiness.isReady()).isTrue();
    }

    @Test
    void loadingAnUnchangedModelKeepsIt() throws Exception {
        declareEcho("m");
        succeeds(service.load("m"));
        LoadedModel before = registry.find("m", "");
        succeeds(service.load("m"));
        assertThat(registry.find("m", "")).isSameAs(before);
    }

    @Test
    void loadingAChangedModelSwapsItAndLetsTheOldOneFinish() throws Exception {
        declareEcho("m");
        succeeds(service.load("m"));
        LoadedModel old = registry.lease("m", "");
        declare("m", "{\"implementation\": \"echo\", \"platform\": \"new\"}");
        succeeds(service.load("m"));
        LoadedModel fresh = registry.find("m", "");
        assertThat(fresh).isNotSameAs(old);
        assertThat(fresh.definition().settings().platform()).isEqualTo("new");
        assertThat(old.instance().ready()).isTrue();
        old.release();
        Awaitility.await().atMost(SOON).until(() -> !old.instance().ready());
        assertThat(fresh.instance().ready()).isTrue();
    }

    @Test
    void aReloadThatFailsLeavesTheOldOneServingAndSaysWhy() throws Exception {
        declareEcho("m");
        succeeds(service.load("m"));
        LoadedModel old = registry.find("m", "");
        declare("m", "{\"implementation\": \"nothing\"}");
        assertThat(failure(service.load("m")).code()).isEqualTo(ErrorCode.MODEL_LOAD_FAILED);
        assertThat(registry.find("m", "")).isSameAs(old);
        assertThat(entry("m").state()).isEqualTo(ModelState.READY);
        assertThat(entry("m").reason()).contains("no runtime 'nothing'");
    }

    private void sample(String model, String file, String request, String response)
            throws IOException {
        Path folder = Files.createDirectories(root.resolve(model).resolve("golden"));
        Files.writeString(
                folder.resolve(file),
                "{\"request\": {\"inputs\": [" + request + "]}, \"response\": " + response + "}");
    }

    private static String tensor(double... values) {
        return "{\"name\": \"x\", \"datatype\": \"FP64\", \"shape\": ["
                + values.length
                + "], \"data\": "
                + Arrays.toString(values)
                + "}";
    }

    private static String outputs(double... values) {
        return "{\"outputs\": [" + tensor(values) + "]}";
    }

    @Test
    void aModelThatAnswersItsSamplesIsServed() throws Exception {
        declareEcho("m");
        sample("m", "a.json", tensor(1, 2), outputs(1, 2));
        succeeds(service.load("m"));
        LoadedModel model = registry.find("m", "");
        assertThat(model.instance().statistics().succeeded().count()).isZero();
        succeeds(service.load("m"));
        assertThat(registry.find("m", "")).isSameAs(model);
    }

    @Test
    void aModelThatAnswersASampleOtherwiseIsNotServed() throws Exception {
        declareEcho("m");
        sample("m", "a.json", tensor(1), "{\"error\": \"no\"}");
        assertThat(failure(service.load("m")).reason())
                .isEqualTo("golden/a.json: error 'no' expected, found an answer");
        assertThat(registry.serves("m", "")).isFalse();
        assertThat(entry("m").state()).isEqualTo(ModelState.UNAVAILABLE);
        assertThat(entry("m").reason()).startsWith("golden/a.json");
    }

    @Test
    void aReloadThatAnswersASampleOtherwiseLeavesTheOldOneServingAndSaysWhy() throws Exception {
        declareEcho("m");
        sample("m", "a.json", tensor(1, 2), outputs(1, 2));
        succeeds(service.load("m"));
        LoadedModel old = registry.find("m", "");
        sample("m", "b.json", tensor(1, 2, 3), outputs(1, 2.5, 3));
        ServingException failure = failure(service.load("m"));
        assertThat(failure.code()).isEqualTo(ErrorCode.MODEL_LOAD_FAILED);
        assertThat(failure.reason())
                .isEqualTo(
                        "golden/b.json: output 'x': 1 of 3 values differ: [1] expected 2.5, found"
                                + " 2.0");
        assertThat(registry.find("m", "")).isSameAs(old);
        assertThat(old.instance().ready()).isTrue();
        assertThat(entry("m"))
                .isEqualTo(new IndexEntry("m", "", ModelState.READY, failure.reason()));
        sample("m", "b.json", tensor(1, 2.5, 3), outputs(1, 2.5, 3));
        succeeds(service.load("m"));
        assertThat(registry.find("m", "")).isNotSameAs(old);
        assertThat(entry("m").reason()).isEmpty();
    }

    @Test
    void aSampleMayExpectARefusal() throws Exception {
        misbehaving("explains itself");
        sample("m", "a.json", tensor(1), "{\"error\": \"no such output\"}");
        succeeds(service.load("m"));
        sample("m", "a.json", tensor(1), "{\"error\": \"no such input\"}");
        assertThat(failure(service.load("m")).reason())
                .isEqualTo(
                        "golden/a.json: error 'no such input' expected, found 'no such output"
                                + " 'y''");
        sample("m", "a.json", tensor(1), outputs(1));
        assertThat(failure(service.load("m")).reason())
                .isEqualTo("golden/a.json: an answer expected, found error 'no such output 'y''");
    }

    private void misbehaving(String behaviour) throws IOException {
        declare(
                "m",
                "{\"implementation\": \"misbehaving\", \"parameters\": {\"extra\":"
                        + " {\"behaviour\": \""
                        + behaviour
                        + "\"}}}");
    }

    @Test
    void aModelThatNeverAnswersASampleIsNotServed() throws Exception {
        misbehaving("answers never");
        sample("m", "a.json", tensor(1), outputs(1));
        assertThat(failure(service.load("m")).reason())
                .isEqualTo(
                        "golden/a.json: no answer within the 1000 ms that all samples have"
                                + " together");
    }

    @Test
    void samplesThatAreTooManyOrTooLargeOrNoneAreRefused() throws Exception {
        declareEcho("m");
        sample("m", "a.json", tensor(1), outputs(1));
        sample("m", "large.json", tensor(new double[300]), outputs(1));
        assertThat(failure(service.load("m")).reason())
                .isEqualTo("golden/large.json: larger than the 1000 bytes that are allowed");
        sample("m", "large.json", "7", outputs(1));
        assertThat(failure(service.load("m")).reason())
                .startsWith("golden/large.json: request.inputs[0]: an object is wanted");
        for (int i = 0; i < 4; i++) {
            sample("m", i + ".json", tensor(1), outputs(1));
        }
        assertThat(failure(service.load("m")).reason())
                .isEqualTo("golden: at most 3 files are allowed, found more");
    }

    @Test
    void modelsOfAPluginThatIsReplacedMoveOneByOne() throws Exception {
        TestPlugins sources = new TestPlugins(work);
        Path shared = root.resolve("versioned.zip");
        sources.zip("versioned", shared, sources.jar("library-1", work.resolve("library.jar")));
        declare("a", "{\"implementation\": \"versioned\"}");
        declare("b", "{\"implementation\": \"versioned\"}");
        succeeds(service.load("a"));
        succeeds(service.load("b"));
        LoadedModel old = registry.lease("a", "");

        Path newer = work.resolve("newer.zip");
        sources.zip("versioned", newer, sources.jar("library-2", work.resolve("library.jar")));
        Files.move(newer, shared, StandardCopyOption.REPLACE_EXISTING);
        succeeds(service.load("a"));

        assertThat(List.of(version("a"), version("b"))).containsExactly("2", "1");
        assertThat(version(old)).isEqualTo("1");
        old.release();
        succeeds(service.load("b"));
        assertThat(List.of(version("a"), version("b"))).containsExactly("2", "2");
    }

    private String version(String model) throws Exception {
        return version(registry.find(model, ""));
    }

    private static String version(LoadedModel model) throws Exception {
        return model.instance()
                .predict(REQUEST, CallContext.background())
                .toCompletableFuture()
                .get(SOON.toSeconds(), TimeUnit.SECONDS)
                .outputs()
                .get(0)
                .toStrings()
                .get(0);
    }

    @Test
    void aReloadOfSettingsThatCannotBeReadLeavesTheOldOneServingAndSaysWhy() throws Exception {
        declareEcho("m");
        succeeds(service.load("m"));
        LoadedModel old = registry.find("m", "");
        declare("m", "{\"implementation\": ");
        assertThat(failure(service.load("m")).code()).isEqualTo(ErrorCode.UNPROCESSABLE);
        assertThat(registry.find("m", "")).isSameAs(old);
        assertThat(entry("m").state()).isEqualTo(ModelState.READY);
        assertThat(entry("m").reason()).contains("model-settings.json, line 1, column");
    }

    @Test
    void whenTheFilesAreAsTheyWereTheReasonIsGone() throws Exception {
        declareEcho("m");
        succeeds(service.load("m"));
        declare("m", "{\"implementation\": \"nothing\"}");
        failure(service.load("m"));
        declareEcho("m");
        succeeds(service.load("m"));
        assertThat(entry("m").reason()).isEmpty();
    }

    @Test
    void unloadWaitsForRequestsInFlight() throws Exception {
        declareEcho("m");
        succeeds(service.load("m"));
        LoadedModel model = registry.lease("m", "");
        HeldCall call = new HeldCall();
        CompletableFuture<InferenceResponse> answer =
                model.instance().predict(REQUEST, call).toCompletableFuture();
        call.awaitEntered();

        CompletableFuture<Void> unload = service.unload("m").toCompletableFuture();
        Awaitility.await().atMost(SOON).until(() -> !registry.serves("m", ""));
        assertThat(unload).isNotDone();
        call.open();
        assertThat(answer).succeedsWithin(SOON);
        assertThat(unload).isNotDone();
        model.release();
        assertThat(unload).succeedsWithin(SOON);
    }

    @Test
    void aLoadDuringAnUnloadComesAfterIt() throws Exception {
        declareEcho("m");
        succeeds(service.load("m"));
        LoadedModel old = registry.lease("m", "");
        CompletableFuture<Void> unload = service.unload("m").toCompletableFuture();
        CompletableFuture<Void> load = service.load("m").toCompletableFuture();
        assertThat(load).isNotDone();
        old.release();
        assertThat(unload).succeedsWithin(SOON);
        assertThat(load).succeedsWithin(SOON);
        assertThat(registry.find("m", "")).isNotSameAs(old);
    }

    @Test
    void aVersionWhoseFolderIsGoneIsUnloadedByALoad() throws Exception {
        declare("v1", versioned("1"));
        declare("v2", versioned("2"));
        succeeds(service.load("m"));
        assertThat(registry.versions("m")).hasSize(2);
        Files.delete(root.resolve("v2/model-settings.json"));
        succeeds(service.load("m"));
        assertThat(registry.versions("m")).hasSize(1);
        assertThat(registry.find("m", "").id().version()).isEqualTo("1");
    }

    private static String versioned(String version) {
        return "{\"name\": \"m\", \"implementation\": \"echo\", \"parameters\": {\"version\": \""
                + version
                + "\"}}";
    }

    @Test
    void closingClosesWhatIsServed() throws Exception {
        declareEcho("m");
        succeeds(service.load("m"));
        LoadedModel model = registry.find("m", "");
        service.close();
        assertThat(model.instance().ready()).isFalse();
        assertThat(failure(service.load("m")).code()).isEqualTo(ErrorCode.UNAVAILABLE);
    }
}
