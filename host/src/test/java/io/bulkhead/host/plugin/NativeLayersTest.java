package io.bulkhead.host.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.host.environment.Environment;
import io.bulkhead.host.environment.JarContents;
import io.bulkhead.host.environment.natives.NativeImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is no library is told by its file's name, so none has to be loaded to test this. */
class NativeLayersTest {
    private final NativeLayers layers = new NativeLayers();
    private final String library = "libnative.so";

    @TempDir private Path work;
    private TestPlugins plugins;

    @BeforeEach
    void prepare() {
        plugins = new TestPlugins(work);
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
    void knowsWhoseFilesItNeedsForEver() throws IOException {
        Environment mapped = withNatives("first.zip", "build 1");
        Environment refused = withNatives("second.zip", "build 2");
        assertThat(layers.isMadeOf(mapped)).isFalse();

        assertThat(layers.claim(mapped)).isEmpty();
        assertThat(layers.claim(refused)).isPresent();

        assertThat(layers.isMadeOf(mapped)).isTrue();
        assertThat(layers.isMadeOf(refused)).isFalse();
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
                                        .contains("first 1.0", "sha256"));
        assertThatThrownBy(() -> OpenPlugin.forModel(second, new ModelId("model", ""), layers))
                .isInstanceOf(NativeClashException.class)
                .hasMessageContaining(library);
    }

    @Test
    void anotherFileNameDoesNotHideABuildOfTheSameLibrary() throws IOException {
        byte[] soname = NativeImages.forThisJvm("libnative.so.1");
        Environment first = with("first.zip", Map.of("a/libnative.so", soname));
        Environment second = with("second.zip", Map.of("b/libnative-2.so", other(soname)));
        assertThat(layers.open(first).layer()).isPresent();
        assertThat(layers.open(second).clash())
                .hasValueSatisfying(clash -> assertThat(clash).contains("libnative.so.1"));
    }

    @Test
    void theSameBuildWithOtherJarsBesideItIsNamedAsSuch() throws IOException {
        byte[] build = NativeImages.forThisJvm("libnative.so.1");
        Environment first = with("first.zip", Map.of("libnative.so", build));
        Environment second =
                with("second.zip", Map.of("libnative.so", build, "more.txt", new byte[1]));
        assertThat(layers.open(first).layer()).isPresent();
        assertThat(layers.open(second).clash())
                .hasValueSatisfying(
                        clash -> assertThat(clash).contains("with other jars beside it"));
    }

    @Test
    void aLayerLendsAJarThatNeedsNothingElse() throws Exception {
        Path natives = nativesOf("library-1");
        Path more = TestPlugins.write(place("more.jar"), Map.of("more.txt", new byte[1]));
        ClassLoader first = layer(of("first", natives));
        ClassLoader second = layer(of("second", natives, more));

        String library = "com.example.library.Library";
        assertThat(second).isNotSameAs(first);
        assertThat(second.loadClass(library)).isSameAs(first.loadClass(library));
        assertThat(second.getResource("more.txt")).isNotNull();
        assertThat(first.getResource("more.txt")).isNull();
    }

    @Test
    void aLayerLendsAJarWithWhatItNeedsIfThatIsTheSame() throws Exception {
        Path natives = nativesOf("versioned", plugins.jar("library-1", place("needed.jar")));
        Path more = TestPlugins.write(place("more.jar"), Map.of("more.txt", new byte[1]));
        ClassLoader first = layer(of("first", natives, place("needed.jar")));
        ClassLoader second = layer(of("second", natives, place("needed.jar"), more));

        for (String name :
                List.of(
                        "com.example.versioned.VersionedRuntimeFactory",
                        "com.example.library.Library")) {
            assertThat(second.loadClass(name)).isSameAs(first.loadClass(name));
        }
    }

    @Test
    void aJarIsNotLentToOneThatHasOtherJarsForItsClasses() throws IOException {
        Path one = plugins.jar("library-1", place("one.jar"));
        Path two = plugins.jar("library-2", place("two.jar"));
        Path natives = nativesOf("versioned", one);
        layer(of("first", natives, one));

        assertThat(layers.open(of("second", natives, two)).clash())
                .hasValueSatisfying(
                        clash -> assertThat(clash).contains("with other jars beside it"));
    }

    @Test
    void aJarWhoseResourcesOthersLookForIsNotLent() throws IOException {
        Path natives =
                TestPlugins.write(
                        place("natives.jar"),
                        Map.of("liba.so", NativeImages.forThisJvm("liba.so.1")));
        Path more = TestPlugins.write(place("more.jar"), Map.of("more.txt", new byte[1]));
        layer(of("first", natives));

        assertThat(layers.open(of("second", natives, more)).clash()).isPresent();
    }

    /** Its extensions' index is left out: what has one is the plugin's own. */
    private Path nativesOf(String sources, Path... libraries) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>(plugins.files(sources, libraries));
        files.remove("META-INF/extensions.idx");
        files.put("liba.so", NativeImages.forThisJvm("liba.so.1"));
        return TestPlugins.write(place("natives.jar"), files);
    }

    private static Environment of(String id, Path... jars) throws IOException {
        List<JarContents> contents = new ArrayList<>();
        for (Path jar : jars) {
            contents.add(JarContents.read(jar));
        }
        return new Environment(id, "", jars[0], contents);
    }

    private ClassLoader layer(Environment environment) {
        NativeLayers.Outcome outcome = layers.open(environment);
        assertThat(outcome.clash()).isEmpty();
        return outcome.layer().orElseThrow();
    }

    @Test
    void whatThisPlatformCannotMapMeetsNothing() throws IOException {
        byte[] foreign = NativeImages.foreign("libnative.so.1");
        Environment first = with("first.zip", Map.of("libnative.so", foreign));
        Environment second = with("second.zip", Map.of("libnative.so", other(foreign)));
        assertThat(layers.open(first).layer()).isPresent();
        assertThat(layers.open(second).layer()).isPresent();
    }

    @Test
    void differentLibrariesShareTheProcess() throws IOException {
        Environment first = with("first.zip", Map.of("liba.so", NativeImages.forThisJvm("liba")));
        Environment second = with("second.zip", Map.of("libb.so", NativeImages.forThisJvm("libb")));
        assertThat(layers.open(first).layer()).isPresent();
        assertThat(layers.open(second).layer()).isPresent();
    }

    @Test
    void whatDidNotLinkIsNotTriedAgain() throws IOException {
        Environment first = withNatives("first.zip", "build 1");
        Environment pure =
                plugins.store()
                        .dropped(plugins.jar("echo", place("echo.jar")))
                        .orElseThrow()
                        .environment();
        assertThat(layers.open(first).layer()).isPresent();
        layers.refuse(first, "it did not link");
        layers.refuse(pure, "it did not link");
        assertThat(layers.open(first).clash()).hasValue("it did not link");
        assertThat(layers.open(pure).clash()).isEmpty();
    }

    private static byte[] other(byte[] image) {
        return Arrays.copyOf(image, image.length + 1);
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
        return with(zip, Map.of("linux/" + library, build.getBytes(UTF_8)));
    }

    private Environment with(String zip, Map<String, byte[]> natives) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>(plugins.files("library-1"));
        files.putAll(natives);
        Path jar = TestPlugins.write(place("natives.jar"), files);
        plugins.zip("versioned", place(zip), jar);
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
