package io.bulkhead.host.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.host.environment.Environment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Natives are told by their files' names, so no library has to be loaded to test this. */
class NativeLayersTest {
    private final NativeLayers layers = NativeLayers.ofThisJvm();

    @TempDir private Path work;
    private TestPlugins plugins;
    private String library;

    @BeforeEach
    void prepare(TestInfo test) {
        plugins = new TestPlugins(work);
        // The layers of a JVM stay for ever: each test has a library of its own.
        library = "lib" + test.getTestMethod().orElseThrow().getName() + ".so";
    }

    @Test
    void pureJavaTakesNoLayer() throws IOException {
        Environment environment =
                plugins.store()
                        .dropped(plugins.jar("echo", place("echo.jar")))
                        .orElseThrow()
                        .environment();
        assertThat(layers.open(environment).layer()).isEmpty();
        assertThat(layers.open(environment).clash()).isEmpty();
    }

    @Test
    void equalContentsShareOneLayer() throws IOException {
        Environment first = withNatives("first.zip", "build 1");
        Environment second = withNatives("second.zip", "build 1");
        assertThat(layers.open(first).layer()).isPresent();
        assertThat(layers.open(second).layer()).isEqualTo(layers.open(first).layer());
    }

    @Test
    void anotherBuildOfALibraryIsRefusedAndNamed() throws IOException {
        Environment first = withNatives("first.zip", "build 1");
        Environment second = withNatives("second.zip", "build 2");
        assertThat(layers.open(first).layer()).isPresent();
        assertThat(layers.clash(first)).isEmpty();
        assertThat(layers.clash(second))
                .hasValueSatisfying(
                        clash ->
                                assertThat(clash)
                                        .contains("another build of " + library)
                                        .contains("first 1.0"));
        assertThatThrownBy(() -> OpenPlugin.forModel(second, new ModelId("model", ""), layers))
                .isInstanceOf(NativeClashException.class)
                .hasMessageContaining(library);
    }

    @Test
    void aRefusedBuildDoesNotTakeTheNameItsRivalHolds() throws IOException {
        Environment first = withNatives("first.zip", "build 1");
        Environment second = withNatives("second.zip", "build 2");
        ClassLoader layer = layers.open(first).layer().orElseThrow();
        assertThat(layers.open(second).layer()).isEmpty();
        assertThat(layers.open(first).layer()).hasValue(layer);
    }

    @Test
    void thePluginsOwnClassesStayTheModels() throws Exception {
        Environment environment = withNatives("plugin.zip", "build 1");
        try (OpenPlugin left = OpenPlugin.forModel(environment, new ModelId("left", ""), layers);
                OpenPlugin right =
                        OpenPlugin.forModel(environment, new ModelId("right", ""), layers)) {
            String factory = "com.example.versioned.VersionedRuntimeFactory";
            assertThat(left.loader().loadClass(factory))
                    .isNotSameAs(right.loader().loadClass(factory));
            String shared = "com.example.library.Library";
            assertThat(left.loader().loadClass(shared)).isSameAs(right.loader().loadClass(shared));
        }
    }

    @Test
    void closingAModelLeavesTheLayerOpen() throws Exception {
        Environment environment = withNatives("plugin.zip", "build 1");
        OpenPlugin.forModel(environment, new ModelId("model", ""), layers).close();
        ClassLoader layer = layers.open(environment).layer().orElseThrow();
        assertThat(layer.loadClass("com.example.library.Library")).isNotNull();
        assertThat(layer.getResource("linux/" + library)).isNotNull();
    }

    private Environment withNatives(String zip, String build) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>(plugins.files("library-1"));
        files.put("linux/" + library, build.getBytes(UTF_8));
        Path natives = TestPlugins.write(place("natives.jar"), files);
        plugins.zip("versioned", place(zip), natives);
        return named(
                plugins.store().dropped(place(zip)).orElseThrow().environment(),
                zip.replace(".zip", ""));
    }

    private static Environment named(Environment environment, String id) {
        return new Environment(id, environment.version(), environment.origin(), environment.jars());
    }

    private Path place(String name) {
        return work.resolve(name);
    }
}
