package io.bulkhead.host.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.bulkhead.host.config.ModelSettingsReader;
import io.bulkhead.host.environment.EnvironmentStore;
import io.bulkhead.host.plugin.PluginCatalog;
import io.bulkhead.host.plugin.TestPlugins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderRepositoryTest {
    private static final String DECLARED = "{\"implementation\": \"echo\"}";

    @TempDir private Path work;
    private Path root;
    private PluginCatalog plugins;
    private FolderRepository repository;

    @BeforeEach
    void prepare() throws IOException {
        root = Files.createDirectories(work.resolve("models"));
        Path installed = Files.createDirectories(work.resolve("plugins"));
        new TestPlugins(work).jar("echo", installed.resolve("echo.jar"));
        plugins = new PluginCatalog(new EnvironmentStore(work.resolve("copies")), installed);
        repository = repository(Map.of());
    }

    private FolderRepository repository(Map<String, String> variables) {
        return new FolderRepository(root, new ModelSettingsReader(variables), plugins);
    }

    @AfterEach
    void close() {
        plugins.close();
    }

    private void declare(String folder, String settings) throws IOException {
        Path place = Files.createDirectories(root.resolve(folder));
        Files.writeString(place.resolve("model-settings.json"), settings);
    }

    private void artefact(String folder) throws IOException {
        Files.writeString(Files.createDirectories(root.resolve(folder)).resolve("model.echo"), "x");
    }

    private List<String> models() {
        return repository.list().models().stream().map(m -> m.id().toString()).toList();
    }

    private List<String> faults() {
        return repository.list().faults().stream()
                .map(fault -> fault.folder() + ": " + fault.reason())
                .toList();
    }

    @Test
    void findsDeclaredModelsAtAnyDepth() throws IOException {
        declare(".", "{\"implementation\": \"echo\", \"name\": \"top\"}");
        declare("b", DECLARED);
        declare("group/deep/a", DECLARED);
        assertThat(models()).containsExactly("a", "b", "top");
        assertThat(faults()).isEmpty();
    }

    @Test
    void doesNotLookIntoHiddenFolders() throws IOException {
        declare(".git/x", DECLARED);
        declare("a/.cache", DECLARED);
        artefact(".hidden");
        assertThat(models()).isEmpty();
    }

    @Test
    void recognisesAFolderWithoutSettings() throws IOException {
        artefact("group/plain");
        assertThat(repository.list().models())
                .singleElement()
                .satisfies(
                        model -> {
                            assertThat(model.id().name()).isEqualTo("plain");
                            assertThat(model.settings().implementation()).isEqualTo("echo");
                            assertThat(model.uri()).hasValue("./model.echo");
                        });
    }

    @Test
    void whatLiesBelowADeclaredModelIsItsArtefact() throws IOException {
        declare("a", DECLARED);
        artefact("a/inner");
        assertThat(models()).containsExactly("a");
    }

    @Test
    void aDeclaredModelMayLieBelowAnother() throws IOException {
        declare("a", DECLARED);
        declare("a/inner", DECLARED);
        assertThat(models()).containsExactly("a", "inner");
    }

    @Test
    void collectsTheVersionsOfAName() throws IOException {
        declare(
                "v2",
                "{\"implementation\": \"echo\", \"name\": \"m\", \"parameters\": {\"version\":"
                        + " \"2\"}}");
        declare(
                "v1",
                "{\"implementation\": \"echo\", \"name\": \"m\", \"parameters\": {\"version\":"
                        + " \"1\"}}");
        declare("other", DECLARED);
        assertThat(repository.find("m").models())
                .extracting(m -> m.id().version())
                .containsExactly("1", "2");
    }

    @Test
    void aModelDeclaredTwiceIsServedOnceAndBothFoldersAreNamed() throws IOException {
        declare("first", "{\"implementation\": \"echo\", \"name\": \"m\"}");
        declare("second", "{\"implementation\": \"echo\", \"name\": \"m\"}");
        assertThat(models()).containsExactly("m");
        assertThat(faults())
                .singleElement()
                .satisfies(
                        fault ->
                                assertThat(fault)
                                        .startsWith("second: model 'm' is declared twice")
                                        .contains("'first', which is served, and in 'second'"));
    }

    @Test
    void aBrokenFolderLeavesTheOthersAlone() throws IOException {
        declare("good", DECLARED);
        declare("broken", "{\n  \"implementation\": \n}");
        assertThat(models()).containsExactly("good");
        assertThat(faults())
                .singleElement()
                .satisfies(
                        fault ->
                                assertThat(fault)
                                        .startsWith("broken: ")
                                        .contains(
                                                Path.of("broken", "model-settings.json")
                                                        + ", line 3, column"));
        assertThat(repository.find("broken").faults()).hasSize(1);
    }

    @Test
    void aFolderWhoseNameIsNoModelNameIsAFault() throws IOException {
        artefact("tab\there");
        declare("good", DECLARED);
        assertThat(models()).containsExactly("good");
        assertThat(faults()).singleElement().asString().contains("control characters");
    }

    @Test
    void readsTheDiskAnewEveryTime() throws IOException {
        assertThat(models()).isEmpty();
        declare("a", DECLARED);
        assertThat(models()).containsExactly("a");
        Files.delete(root.resolve("a/model-settings.json"));
        assertThat(models()).isEmpty();
    }

    @Test
    void theEnvironmentDeclaresTheRootIfNothingElseDoes() throws IOException {
        repository = repository(Map.of("MLSERVER_MODEL_IMPLEMENTATION", "echo"));
        assertThat(models()).containsExactly("models");
        declare("a", DECLARED);
        assertThat(models()).containsExactly("a");
    }

    @Test
    void linksThatGoInCirclesEnd() throws IOException {
        declare("a", DECLARED);
        Files.createSymbolicLink(root.resolve("a/loop"), root);
        assertThat(models()).containsExactly("a");
    }
}
