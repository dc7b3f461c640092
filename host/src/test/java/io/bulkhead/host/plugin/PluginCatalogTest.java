package io.bulkhead.host.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
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
        assertThat(catalog.runtimes()).isEmpty();
    }

    @Test
    void anOpenPluginOutlivesTheReplacementOfItsJar() throws IOException {
        Path library = plugins.jar("library-1", work.resolve("library.jar"));
        Path zip = plugins.zip("versioned", root.resolve("versioned.zip"), library);
        PluginCatalog catalog = catalog();
        RuntimeSource old = catalog.resolve("versioned", model, root);
        try (OpenPlugin plugin = forModel(old)) {
            plugins.zip("versioned", zip, plugins.jar("library-2", work.resolve("library.jar")));
            RuntimeSource replaced = catalog.resolve("versioned", model, root);
            assertThat(libraryVersion(plugin)).isEqualTo("1");
            try (OpenPlugin next = forModel(replaced)) {
                assertThat(libraryVersion(next)).isEqualTo("2");
            }
        }
    }

    private static OpenPlugin forModel(RuntimeSource source) {
        return OpenPlugin.forModel(source.environment(), "model", NativeLayers.ofThisJvm());
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
    void aJarWithoutAPluginIsNamedWithItsRemedy() throws IOException {
        plugins.jar("library-1", root.resolve("library.jar"));
        assertLoadFails(
                catalog(),
                "anything",
                model,
                "'library.jar' is no plugin",
                "META-INF/extensions.idx",
                "@Extension");
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
    void aZipWithoutADescriptorIsNamed() throws IOException {
        TestPlugins.write(root.resolve("plain.zip"), plugins.files("echo"));
        assertLoadFails(catalog(), "echo", model, "'plain.zip'", "no plugin.properties");
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
