package io.bulkhead.host.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import io.bulkhead.host.runtime.InstanceFactory;
import io.bulkhead.host.runtime.TestInstances;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RepositoryWatchTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final InferenceRequest REQUEST =
            InferenceRequest.of(Tensor.of("x", Shape.of(1), new float[] {1}));

    @TempDir private Path work;
    private Path root;
    private TestPlugins sources;
    private final ModelRegistry registry = new ModelRegistry();
    private EnvironmentStore store;
    private PluginCatalog plugins;
    private FolderRepository repository;
    private RepositoryService service;
    private RepositoryWatch watch;

    @BeforeEach
    void prepare() throws IOException {
        root = Files.createDirectories(work.resolve("models"));
        sources = new TestPlugins(work);
        Path installed = Files.createDirectories(work.resolve("plugins"));
        sources.jar("echo", installed.resolve("echo.jar"));
        store = new EnvironmentStore(work.resolve("copies"));
        plugins = new PluginCatalog(store, installed);
        InstanceFactory instances =
                new InstanceFactory(
                        new NativeLayers(),
                        (spec, workers, reason) -> {
                            throw new IllegalStateException("no child JVMs here");
                        },
                        id -> TestInstances.NO_METRICS,
                        1);
        repository = new FolderRepository(root, new ModelSettingsReader(Map.of()), plugins);
        GoldenSamples samples =
                new GoldenSamples(GoldenSampleJson::read, GoldenSamples.Limits.STANDARD);
        service =
                new RepositoryService(
                        repository,
                        registry,
                        new ModelLoader(plugins, instances, root, samples),
                        new Readiness(true));
    }

    @AfterEach
    void close() {
        watch.close();
        service.close();
        plugins.close();
    }

    private void start() {
        watch = new RepositoryWatch(repository, service, registry, Duration.ofMillis(50));
        assertThat(service.loadAll()).succeedsWithin(SOON);
        watch.start();
    }

    private void declare(String name, String settings) throws IOException {
        Path folder = Files.createDirectories(root.resolve(name));
        Files.writeString(folder.resolve("model-settings.json"), settings.replace('\'', '"'));
    }

    private byte[] versioned(int version) throws IOException {
        String library = "library-" + version;
        Path place = sources.jar(library, work.resolve(library + ".jar"));
        Map<String, byte[]> entries = new LinkedHashMap<>(sources.files(library));
        entries.putAll(sources.files("versioned", place));
        return Files.readAllBytes(TestPlugins.write(work.resolve("packed.jar"), entries));
    }

    private IndexEntry entry(String name) {
        return service.index(false).stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private String version(String name) {
        LoadedModel model = registry.lease(name, "");
        try {
            InferenceResponse answer =
                    model.instance()
                            .predict(REQUEST, CallContext.background())
                            .toCompletableFuture()
                            .join();
            return answer.outputs().get(0).toStrings().get(0);
        } finally {
            model.release();
        }
    }

    private void awaitVersion(String name, String version) {
        await().atMost(SOON).until(() -> version(name), version::equals);
    }

    @Test
    void aNewFolderIsLoadedAndOneThatIsGoneIsUnloaded() throws IOException {
        start();
        declare("m", "{'implementation': 'echo'}");
        await().atMost(SOON).until(() -> registry.serves("m", ""));
        Files.delete(root.resolve("m/model-settings.json"));
        Files.delete(root.resolve("m"));
        await().atMost(SOON).until(() -> !registry.serves("m", ""));
    }

    @Test
    void aChangedModelIsLoadedAndNoOther() throws IOException {
        declare("changed", "{'implementation': 'echo'}");
        declare("other", "{'implementation': 'echo'}");
        start();
        LoadedModel before = registry.find("changed", "");
        LoadedModel other = registry.find("other", "");
        declare("changed", "{'implementation': 'echo', 'platform': 'p'}");
        await().atMost(SOON).until(() -> !registry.find("changed", "").equals(before));
        assertThat(registry.find("other", "")).isSameAs(other);
    }

    @Test
    void settingsThatBreakKeepTheModelAndShowWhy() throws IOException {
        declare("m", "{'implementation': 'echo'}");
        start();
        LoadedModel before = registry.find("m", "");
        declare("m", "{'implementation':");
        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(registry.status(before.id()).orElseThrow().reason())
                                        .contains("model-settings.json"));
        assertThat(registry.find("m", "")).isSameAs(before);
        declare("m", "{'implementation': 'echo', 'platform': 'p'}");
        await().atMost(SOON).until(() -> !registry.find("m", "").equals(before));
    }

    @Test
    void modelsMoveToANewerPluginAndABadJarMovesNobody() throws IOException {
        Path jar = root.resolve("versioned.jar");
        byte[] second = versioned(2);
        Files.write(jar, versioned(1));
        declare("a", "{'implementation': 'versioned'}");
        declare("b", "{'implementation': 'versioned'}");
        start();
        assertThat(version("a")).isEqualTo("1");

        Files.write(jar, Arrays.copyOf(second, second.length / 2)); // half of it
        await().atMost(SOON).until(() -> entry("b").reason().contains("versioned.jar"));
        assertThat(entry("b").state()).isEqualTo(ModelState.READY);
        assertThat(version("a")).isEqualTo("1");
        assertThat(version("b")).isEqualTo("1");

        Files.write(jar, second);
        awaitVersion("a", "2");
        awaitVersion("b", "2");
        assertThat(entry("b").reason()).isEmpty();
    }

    @Test
    void aPluginThatTakesAnothersPlaceByRenamingIsMovedTo() throws IOException {
        Path jar = root.resolve("versioned.jar");
        Files.write(jar, versioned(1));
        declare("a", "{'implementation': 'versioned'}");
        start();
        Path fresh = Files.write(root.resolve("versioned.jar.part"), versioned(2));
        Files.move(fresh, jar, StandardCopyOption.ATOMIC_MOVE);
        awaitVersion("a", "2");
    }

    @Test
    void aJarThatBreaksDoesNotGiveItsModelsToAnInstalledPlugin() throws IOException {
        Path jar = root.resolve("echo.jar");
        byte[] own = Files.readAllBytes(sources.jar("echo", jar));
        declare("m", "{'implementation': 'echo'}");
        start();
        LoadedModel before = registry.find("m", "");
        Files.write(jar, Arrays.copyOf(own, own.length / 2));
        await().atMost(SOON).until(() -> entry("m").reason().contains("echo.jar"));
        assertThat(registry.find("m", "")).isSameAs(before);
        Files.delete(jar); // now the installed one is meant
        await().atMost(SOON).until(() -> entry("m").reason().isEmpty());
    }
}
