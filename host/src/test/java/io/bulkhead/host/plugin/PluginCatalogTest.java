package io.bulkhead.host.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bulkhead.api.Isolation;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.host.environment.EnvironmentLease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginCatalogTest {
    @TempDir private Path work;
    private Path installed;
    private Path root;
    private Path model;
    private TestPlugins plugins;
    private Optional<PluginCatalog> open = Optional.empty();

    @BeforeEach
    void prepare() throws IOException {
        installed = Files.createDirectories(work.resolve("plugins"));
        root = Files.createDirectories(work.resolve("models"));
        model = Files.createDirectories(root.resolve("model"));
        plugins = new TestPlugins(Files.createDirectories(work.resolve("work")));
    }

    @AfterEach
    void close() {
        open.ifPresent(PluginCatalog::close);
    }

    private PluginCatalog catalog() {
        open.ifPresent(PluginCatalog::close);
        PluginCatalog catalog = new PluginCatalog(plugins.store(), installed);
        open = Optional.of(catalog);
        return catalog;
    }

    @Test
    void findsAnInstalledRuntimeByEachOfItsNames() throws IOException {
        plugins.jar("echo", installed.resolve("echo.jar"));
        PluginCatalog catalog = catalog();
        assertThat(catalog.resolve("echo", model, root).name()).isEqualTo("echo");
        assertThat(catalog.resolve("example.EchoModel", model, root).name()).isEqualTo("echo");
    }

    @Test
    void findsAPluginInTheRepositoryRootAndInTheModelsFolder() throws IOException {
        plugins.jar("echo", root.resolve("echo.jar"));
        plugins.jar("misbehaving", model.resolve("misbehaving.jar"));
        PluginCatalog catalog = catalog();
        assertThat(catalog.resolve("echo", model, root).environment().origin())
                .isEqualTo(root.resolve("echo.jar"));
        assertThat(catalog.resolve("misbehaving", model, root).environment().origin())
                .isEqualTo(model.resolve("misbehaving.jar"));
    }

    @Test
    void aModelsOwnPluginIsNotForOthers() throws IOException {
        plugins.jar("echo", model.resolve("echo.jar"));
        PluginCatalog catalog = catalog();
        assertThat(catalog.resolve("echo", model, root).name()).isEqualTo("echo");
        assertLoadFails(catalog, "echo", root.resolve("other"), "there are: none");
    }

    @Test
    void theNearerPluginWins() throws IOException {
        plugins.jar("echo", installed.resolve("echo.jar"));
        plugins.jar("echo", root.resolve("echo.jar"));
        PluginCatalog catalog = catalog();
        assertThat(catalog.resolve("echo", model, root).environment().origin())
                .isEqualTo(root.resolve("echo.jar"));
        plugins.jar("echo", model.resolve("echo.jar"));
        assertThat(catalog.resolve("echo", model, root).environment().origin())
                .isEqualTo(model.resolve("echo.jar"));
    }

    @Test
    void readsAZipWithItsLibraries() throws IOException {
        Path library = plugins.jar("library-1", work.resolve("library.jar"));
        plugins.zip("versioned", root.resolve("versioned.zip"), library);
        RuntimeSource source = catalog().resolve("versioned", model, root);
        assertThat(source.environment().label()).isEqualTo("versioned 1.0");
        assertThat(source.environment().jars()).hasSize(2);
    }

    @Test
    void aReplacedPluginIsReadAnew() throws IOException {
        Path jar = plugins.jar("echo", root.resolve("runtime.jar"));
        PluginCatalog catalog = catalog();
        assertThat(catalog.resolve("echo", model, root).name()).isEqualTo("echo");
        plugins.jar("misbehaving", jar);
        assertThat(catalog.resolve("misbehaving", model, root).name()).isEqualTo("misbehaving");
        assertLoadFails(catalog, "echo", model, "no runtime 'echo' is installed");
    }

    @Test
    void aRemovedPluginIsForgotten() throws IOException {
        Path jar = plugins.jar("echo", root.resolve("echo.jar"));
        PluginCatalog catalog = catalog();
        assertThat(catalog.resolve("echo", model, root).name()).isEqualTo("echo");
        Files.delete(jar);
        assertLoadFails(catalog, "echo", model, "no runtime 'echo' is installed");
    }

    @Test
    void anOpenPluginOutlivesTheReplacementOfItsJar() throws IOException {
        Path library = plugins.jar("library-1", work.resolve("library.jar"));
        Path zip = plugins.zip("versioned", root.resolve("versioned.zip"), library);
        PluginCatalog catalog = catalog();
        try (RuntimeLease old = catalog.lease("versioned", model, root);
                OpenPlugin plugin = forModel(old.source())) {
            plugins.zip("versioned", zip, plugins.jar("library-2", work.resolve("library.jar")));
            RuntimeSource replaced = catalog.resolve("versioned", model, root);
            assertThat(libraryVersion(plugin)).isEqualTo("1");
            try (OpenPlugin next = forModel(replaced)) {
                assertThat(libraryVersion(next)).isEqualTo("2");
            }
        }
    }

    @Test
    void whatAModelMayAskForStaysUntilTheModelIsClosed() throws IOException {
        Path library = plugins.jar("library-1", work.resolve("library.jar"));
        Path zip = plugins.zip("versioned", root.resolve("versioned.zip"), library);
        PluginCatalog catalog = catalog();
        ReachableRuntimes reachable = catalog.reachable(model, root);
        Path jar = reachable.sources().get(0).environment().paths().get(0);

        plugins.zip("versioned", zip, plugins.jar("library-2", work.resolve("library.jar")));
        catalog.resolve("versioned", model, root);
        assertThat(jar).exists();
        reachable.leases().forEach(EnvironmentLease::close);

        assertThat(jar).doesNotExist();
    }

    @Test
    void aDescriptorSaysWhereModelsMayLive() throws IOException {
        describe("plugin.isolation = process");

        RuntimeSource source = catalog().resolve("echo", model, root);

        assertThat(source.isolations()).containsExactly(Isolation.PROCESS);
        assertThat(source.defaultIsolation()).isEqualTo(Isolation.PROCESS);
        assertThat(source.refusal(Isolation.CLASSLOADER, "its settings ask for it"))
                .hasValueSatisfying(why -> assertThat(why).endsWith("it allows isolation process"));
    }

    @Test
    void aDescriptorWithAnUnknownIsolationIsBroken() throws IOException {
        describe("plugin.isolation = process, vm");

        assertLoadFails(
                catalog(),
                "echo",
                model,
                "plugin.isolation has 'vm', which is neither classloader nor process");
    }

    private void describe(String line) throws IOException {
        Path folder = installed.resolve("echo");
        Files.createDirectories(folder.resolve("lib"));
        plugins.jar("echo", folder.resolve("lib").resolve("echo.jar"));
        Files.writeString(
                folder.resolve("plugin.properties"), "plugin.id=echo\nplugin.version=1\n" + line);
    }

    private static OpenPlugin forModel(RuntimeSource source) {
        return OpenPlugin.forModel(
                source.environment(), new ModelId("model", ""), new NativeLayers());
    }

    private static Object libraryVersion(OpenPlugin plugin) {
        try {
            return plugin.loader()
                    .loadClass("com.example.library.Library")
                    .getMethod("version")
                    .invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void saysWhichRuntimesThereAreWhenOneIsUnknown() throws IOException {
        plugins.jar("echo", installed.resolve("echo.jar"));
        plugins.jar("misbehaving", root.resolve("misbehaving.jar"));
        assertLoadFails(
                catalog(), "ecko", model, "no runtime 'ecko'", "there are: echo, misbehaving");
    }

    @Test
    void aJarWithoutAPluginIsLeftAloneAndNamedWhereARuntimeIsMissing() throws IOException {
        plugins.jar("library-1", root.resolve("library.jar"));
        plugins.jar("echo", root.resolve("echo.jar"));
        PluginCatalog catalog = catalog();
        assertThat(catalog.resolve("echo", model, root).name()).isEqualTo("echo");
        assertLoadFails(
                catalog, "anything", model, "'library.jar' is no plugin", "is a RuntimeFactory");
    }

    @Test
    void aJarWithoutAnIndexIsAPluginIfAClassImplementsTheApi() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>(plugins.files("echo"));
        files.remove("META-INF/extensions.idx");
        TestPlugins.write(model.resolve("plain.jar"), files);
        RuntimeSource source = catalog().resolve("echo", model, root);
        assertThat(source.environment().id()).isEqualTo("plain.jar");
        assertThat(source.environment().source().text())
                .isEqualTo("the plugin jar 'plain.jar' in the model's folder");
        try (OpenPlugin plugin = forModel(source)) {
            assertThat(plugin.factory("echo").name()).isEqualTo("echo");
        }
    }

    @Test
    void aFolderWithADescriptorIsAPlugin() throws IOException {
        Path folder = Files.createDirectories(root.resolve("my-plugin/classes"));
        Files.writeString(
                root.resolve("my-plugin/plugin.properties"), "plugin.id=echo\nplugin.version=3");
        for (Map.Entry<String, byte[]> file : plugins.files("echo").entrySet()) {
            Path place = folder.resolve(file.getKey());
            Files.createDirectories(place.getParent());
            Files.write(place, file.getValue());
        }
        RuntimeSource source = catalog().resolve("echo", model, root);
        assertThat(source.environment().label()).isEqualTo("echo 3");
        assertThat(source.environment().source().text())
                .isEqualTo("the plugin folder 'my-plugin' in the repository's root");
    }

    @Test
    void aPluginForANewerJavaIsRefusedBeforeItRuns() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>(plugins.files("echo"));
        files.replaceAll(
                (name, bytes) -> {
                    if (name.endsWith(".class")) {
                        bytes[7] = (byte) (44 + Runtime.version().feature() + 1);
                    }
                    return bytes;
                });
        TestPlugins.write(root.resolve("new.jar"), files);
        int running = Runtime.version().feature();
        assertLoadFails(
                catalog(),
                "echo",
                model,
                "new.jar is compiled for Java " + (running + 1) + ", and this is Java " + running,
                "--release " + running);
    }

    private Path dependent(Path place, String id, String version, String requires, String runtime)
            throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        String manifest =
                "Manifest-Version: 1.0\nPlugin-Id: %s\nPlugin-Version: %s\nPlugin-Dependencies: %s\n"
                        .formatted(id, version, requires);
        files.put("META-INF/MANIFEST.MF", manifest.getBytes(UTF_8));
        files.putAll(plugins.files(runtime));
        return TestPlugins.write(place, files);
    }

    @Test
    void aPluginSeesThePluginsThatItIsBuiltOn() throws IOException {
        Path library = plugins.jar("library-1", work.resolve("library.jar"));
        dependent(root.resolve("a.jar"), "a", "1.0.0", "b@>=2.0.0", "echo");
        Path folder = Files.createDirectories(root.resolve("b/lib")).getParent();
        Files.writeString(folder.resolve("plugin.properties"), "plugin.id=b\nplugin.version=2.1.0");
        Files.copy(library, folder.resolve("lib/library.jar"));
        RuntimeSource source = catalog().resolve("echo", model, root);
        try (OpenPlugin plugin = forModel(source)) {
            assertThat(libraryVersion(plugin)).isEqualTo("1");
        }
    }

    @Test
    void aMissingPluginIsNamed() throws IOException {
        dependent(root.resolve("a.jar"), "a", "1.0.0", "b@>=2.0.0", "echo");
        dependent(root.resolve("b.jar"), "b", "1.0.0", "", "misbehaving");
        dependent(root.resolve("c.jar"), "c", "1.0.0", "d", "measuring");
        PluginCatalog catalog = catalog();
        assertLoadFails(
                catalog,
                "echo",
                model,
                "plugin 'a 1.0.0' needs plugin 'b' in version >=2.0.0, found version 1.0.0",
                "plugin 'c 1.0.0' needs plugin 'd', which is not there");
        assertThat(catalog.resolve("misbehaving", model, root).name()).isEqualTo("misbehaving");
    }

    @Test
    void pluginsThatNeedEachOtherAreRefused() throws IOException {
        dependent(root.resolve("a.jar"), "a", "1.0.0", "b", "echo");
        dependent(root.resolve("b.jar"), "b", "1.0.0", "a", "misbehaving");
        assertLoadFails(
                catalog(),
                "echo",
                model,
                "plugin 'a' needs itself: a needs b needs a",
                "plugin 'b' needs itself: b needs a needs b");
    }

    @Test
    void anIdThatTwoFilesHaveIsRefused() throws IOException {
        dependent(root.resolve("one.jar"), "same", "1.0.0", "", "echo");
        dependent(root.resolve("two.jar"), "same", "2.0.0", "", "echo");
        PluginCatalog catalog = catalog();
        assertLoadFails(
                catalog,
                "echo",
                model,
                "the plugin id 'same' is in 'one.jar' and in 'two.jar'; remove one of them");
        Files.delete(root.resolve("one.jar"));
        assertThat(catalog.resolve("echo", model, root).environment().version()).isEqualTo("2.0.0");
    }

    @Test
    void aPluginThatDoesNotAnswerKeepsNobodyElseWaiting() throws Exception {
        plugins.jar("echo", installed.resolve("echo.jar"));
        plugins.jar("constructor-hangs", root.resolve("hanging.jar"));
        PluginCatalog catalog = catalog();
        Thread waiting = new Thread(() -> catalog.recognise(model, root));
        waiting.start();
        // Another repository does not see the plugin, and no lock is held while it hangs.
        assertThat(catalog.resolve("echo", work, work).name()).isEqualTo("echo");
        waiting.interrupt();
        waiting.join();
    }

    @Test
    void aPluginWithoutARuntimeIsNamed() throws IOException {
        plugins.jar("no-runtime", root.resolve("no-runtime.jar"));
        assertLoadFails(catalog(), "anything", model, "'no-runtime.jar' offers no runtime");
    }

    @Test
    void aPluginThatBundlesTheApiIsRefused() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>(plugins.files("echo"));
        files.put("io/bulkhead/api/Model.class", new byte[] {1});
        TestPlugins.write(root.resolve("fat.jar"), files);
        assertLoadFails(
                catalog(), "echo", model, "fat.jar bundles the plugin API", "scope 'provided'");
    }

    @Test
    void aBrokenZipIsNamed() throws IOException {
        Files.write(root.resolve("broken.zip"), "no zip at all".getBytes(UTF_8));
        Files.write(root.resolve("broken.jar"), new byte[0]);
        assertLoadFails(
                catalog(),
                "anything",
                model,
                "plugin 'broken.zip' cannot be read",
                "plugin 'broken.jar' cannot be read");
    }

    @Test
    void aZipThatWritesOutsideItsFolderIsRefused() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("plugin.properties", "plugin.id=slip".getBytes(UTF_8));
        files.put("../../slipped.txt", new byte[] {1});
        TestPlugins.write(root.resolve("slip.zip"), files);
        assertLoadFails(catalog(), "anything", model, "'../../slipped.txt'", "outside its folder");
        assertThat(work.resolve("work").resolve("slipped.txt")).doesNotExist();
        assertThat(work.resolve("slipped.txt")).doesNotExist();
    }

    @Test
    void aZipThatIsNoPluginIsLeftAlone() throws IOException {
        TestPlugins.write(model.resolve("model.zip"), Map.of("MLmodel", new byte[] {1}));
        plugins.jar("echo", installed.resolve("echo.jar"));
        assertThat(catalog().resolve("echo", model, root).name()).isEqualTo("echo");
    }

    @Test
    void aFactoryThatCannotBeMadeLeavesTheOthersAlone() throws IOException {
        plugins.jar("constructor-throws", root.resolve("constructor-throws.jar"));
        plugins.jar("initialiser-throws", root.resolve("initialiser-throws.jar"));
        plugins.jar("echo", root.resolve("echo.jar"));
        PluginCatalog catalog = catalog();
        assertThat(catalog.resolve("echo", model, root).name()).isEqualTo("echo");
        assertLoadFails(
                catalog, "constructor-throws", model, "constructor-throws.jar", "not usable");
    }

    @Test
    void aPluginWhoseLibraryIsMissingIsNotUsed() throws IOException {
        Path library = plugins.jar("library-1", work.resolve("library.jar"));
        Map<String, byte[]> files = plugins.files("versioned", library);
        TestPlugins.write(root.resolve("alone.jar"), files);
        // Its description needs no library; what does is only known when a model is made.
        assertThat(catalog().resolve("versioned", model, root).name()).isEqualTo("versioned");
    }

    @Test
    void recognisesAnArtefactOfAPluginInTheRoot() throws IOException {
        plugins.jar("echo", root.resolve("echo.jar"));
        PluginCatalog catalog = catalog();
        assertThat(catalog.recognise(model, root)).isEmpty();
        Files.writeString(model.resolve("model.echo"), "x");
        assertThat(catalog.recognise(model, root))
                .hasValueSatisfying(
                        found -> {
                            assertThat(found.runtime().name()).isEqualTo("echo");
                            assertThat(found.artifact()).isEqualTo(model.resolve("model.echo"));
                        });
    }

    @Test
    void aFolderThatThePluginDoesNotRecogniseIsNone() throws IOException {
        plugins.jar("echo", root.resolve("echo.jar"));
        Files.createDirectories(model.resolve("model.echo"));
        assertThat(catalog().recognise(model, root)).isEmpty();
    }

    private static void assertLoadFails(
            PluginCatalog catalog, String implementation, Path folder, String... parts) {
        assertThatThrownBy(() -> catalog.resolve(implementation, folder, folder.getParent()))
                .isInstanceOfSatisfying(
                        ServingException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_LOAD_FAILED))
                .hasMessageContainingAll(parts);
    }
}
