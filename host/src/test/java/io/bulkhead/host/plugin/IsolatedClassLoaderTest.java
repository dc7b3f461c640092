package io.bulkhead.host.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bulkhead.api.RuntimeFactory;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

class IsolatedClassLoaderTest {
    private static final String LIBRARY = "com.example.library.Library";

    @TempDir private Path folder;
    private TestPlugins plugins;

    @BeforeEach
    void prepare() {
        plugins = new TestPlugins(folder);
    }

    @Test
    void seesTheJdk() throws Exception {
        try (IsolatedClassLoader loader = loader()) {
            assertThat(loader.loadClass("java.util.List")).isSameAs(List.class);
            assertThat(loader.loadClass("java.sql.Driver").getModule().getName())
                    .isEqualTo("java.sql");
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {RuntimeFactory.class, Logger.class, org.pf4j.Extension.class})
    void sharesWhatCrossesTheBorder(Class<?> shared) throws Exception {
        try (IsolatedClassLoader loader = loader()) {
            assertThat(loader.loadClass(shared.getName())).isSameAs(shared);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.fasterxml.jackson.databind.ObjectMapper",
                "org.eclipse.jetty.server.Server",
                "ch.qos.logback.classic.Logger",
                "io.grpc.Server",
                "io.bulkhead.host.plugin.PluginCatalog",
                "org.junit.jupiter.api.Test"
            })
    void hidesTheServersLibraries(String name) throws Exception {
        assertThat(Class.forName(name, false, getClass().getClassLoader())).isNotNull();
        try (IsolatedClassLoader loader = loader()) {
            assertThatThrownBy(() -> loader.loadClass(name))
                    .isInstanceOf(ClassNotFoundException.class);
        }
    }

    @Test
    void hidesTheServersResources() throws Exception {
        String service = "META-INF/services/org.slf4j.spi.SLF4JServiceProvider";
        assertThat(getClass().getClassLoader().getResource(service)).isNotNull();
        try (IsolatedClassLoader loader = loader()) {
            assertThat(loader.getResource(service)).isNull();
            assertThat(loader.getResourceAsStream(service)).isNull();
            assertThat(Collections.list(loader.getResources(service))).isEmpty();
        }
    }

    @Test
    void findsItsOwnResourceOnceAndBeforeTheLayerBelow() throws Exception {
        Path lower = resource("lower.jar", "below");
        Path upper = resource("upper.jar", "own");
        try (IsolatedClassLoader below = IsolatedClassLoader.of("below", List.of(lower));
                IsolatedClassLoader loader = IsolatedClassLoader.on(below, "own", List.of(upper))) {
            assertThat(new String(loader.getResourceAsStream("which.txt").readAllBytes(), UTF_8))
                    .isEqualTo("own");
            assertThat(Collections.list(loader.getResources("which.txt"))).hasSize(2);
        }
    }

    private Path resource(String jar, String text) throws IOException {
        return TestPlugins.write(folder.resolve(jar), Map.of("which.txt", text.getBytes(UTF_8)));
    }

    @Test
    void prefersItsOwnJarsToTheServersAndToTheLayerBelow() throws Exception {
        Path first = library(1);
        Path second = library(2);
        try (IsolatedClassLoader below = IsolatedClassLoader.of("below", List.of(first));
                IsolatedClassLoader loader =
                        IsolatedClassLoader.on(below, "own", List.of(second))) {
            assertThat(version(below)).isEqualTo("1");
            assertThat(version(loader)).isEqualTo("2");
        }
    }

    @Test
    void loadsTheServersLibraryAnewFromItsOwnJar() throws Exception {
        List<Path> jackson = JacksonJars.paths();
        try (IsolatedClassLoader loader = IsolatedClassLoader.of("jackson", jackson)) {
            assertThat(loader.loadClass(ObjectMapper.class.getName()))
                    .isNotSameAs(ObjectMapper.class);
        }
    }

    @Test
    void keepsStaticsOfTwoLoadersApart() throws Exception {
        Path jar = library(1);
        try (IsolatedClassLoader left = IsolatedClassLoader.of("left", List.of(jar));
                IsolatedClassLoader right = IsolatedClassLoader.of("right", List.of(jar))) {
            assertThat(countCall(left)).isEqualTo(1L);
            assertThat(countCall(left)).isEqualTo(2L);
            assertThat(countCall(right)).isEqualTo(1L);
        }
    }

    @Test
    void isCollectedOnceNobodyHoldsIt() throws Exception {
        WeakReference<ClassLoader> gone = new WeakReference<>(usedAndClosed(library(1)));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> {
                            System.gc();
                            return gone.refersTo(null);
                        });
    }

    private static ClassLoader usedAndClosed(Path jar) throws Exception {
        try (IsolatedClassLoader loader = IsolatedClassLoader.of("short-lived", List.of(jar))) {
            countCall(loader);
            return loader;
        }
    }

    private static IsolatedClassLoader loader() {
        return IsolatedClassLoader.of("test", List.of());
    }

    private Path library(int version) throws IOException {
        return plugins.jar("library-" + version, folder.resolve("library-" + version + ".jar"));
    }

    private static Object version(ClassLoader loader) throws ReflectiveOperationException {
        return loader.loadClass(LIBRARY).getMethod("version").invoke(null);
    }

    private static Object countCall(ClassLoader loader) throws ReflectiveOperationException {
        return loader.loadClass(LIBRARY).getMethod("countCall").invoke(null);
    }

    @Test
    void readsResourcesOnWhenAnotherLoaderOfTheSameJarIsClosed() throws Exception {
        Path jar = folder.resolve("data.jar");
        byte[] content = new byte[1 << 20];
        new Random(1).nextBytes(content); // so much that it is not read ahead
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("data.bin"));
            out.write(content);
        }
        IsolatedClassLoader other = IsolatedClassLoader.of("other", List.of(jar));
        try (InputStream alsoRead = other.getResourceAsStream("data.bin");
                IsolatedClassLoader loader = IsolatedClassLoader.of("one", List.of(jar));
                InputStream read = loader.getResourceAsStream("data.bin")) {
            assertThat(alsoRead.read()).isEqualTo(content[0] & 0xff);
            other.close();
            assertThat(read.readAllBytes()).isEqualTo(content);
        }
    }
}
