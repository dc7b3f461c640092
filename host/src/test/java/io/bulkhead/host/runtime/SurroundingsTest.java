package io.bulkhead.host.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.host.dataplane.CallContext;
import io.bulkhead.host.environment.Environment;
import io.bulkhead.host.plugin.NativeLayers;
import io.bulkhead.host.plugin.TestPlugins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What a plugin finds around it, and what is left of it. */
class SurroundingsTest {
    private static final InferenceRequest REQUEST =
            InferenceRequest.of(Tensor.of("x", Shape.of(1), new float[] {1}));

    @TempDir private Path work;
    private TestPlugins plugins;
    private Environment environment;

    @BeforeEach
    void compile() throws IOException {
        plugins = new TestPlugins(work);
        Map<String, byte[]> files = plugins.files("surroundings");
        String service = "com.example.surroundings.SurroundingsRuntimeFactory$";
        files.put("META-INF/services/" + service + "Greeting", (service + "Hello").getBytes(UTF_8));
        files.put("words.txt", "the plugin's words".getBytes(UTF_8));
        Path jar = TestPlugins.write(work.resolve("surroundings.jar"), files);
        environment = plugins.store().dropped(jar).orElseThrow().environment();
    }

    private InProcessInstance load() {
        return InProcessInstance.load(
                TestInstances.spec(environment, "surroundings", ""),
                new NativeLayers(),
                TestInstances.NO_METRICS);
    }

    private static List<String> seen(InProcessInstance instance) {
        return instance.predict(REQUEST, CallContext.background())
                .toCompletableFuture()
                .join()
                .outputs()
                .get(0)
                .toStrings();
    }

    @Test
    void contextLoaderServicesAndResourcesAreThePluginsOwnOnEveryThread() {
        try (InProcessInstance instance = load()) {
            List<String> each = List.of("own loader", "hello", "the plugin's words");
            List<String> wanted = new ArrayList<>();
            for (int i = 0; i < 3; i++) { // made, asked, on a thread that it is lent
                wanted.addAll(each);
            }
            assertThat(seen(instance).subList(0, 9)).isEqualTo(wanted);
        }
    }

    @Test
    void whatItLogsIsLoggedByTheServer() {
        Logger logger = (Logger) LoggerFactory.getLogger("com.example.surroundings");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try (InProcessInstance instance = load()) {
            assertThat(instance.ready()).isTrue();
            assertThat(lines.list)
                    .singleElement()
                    .satisfies(
                            line -> {
                                assertThat(line.getLevel()).isEqualTo(Level.WARN);
                                assertThat(line.getMessage()).isEqualTo("made");
                            });
        } finally {
            logger.detachAppender(lines);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void neitherScratchFolderNorOpenJarIsLeft() throws IOException {
        Path scratch;
        Path jar = environment.paths().get(0).toRealPath();
        try (InProcessInstance instance = load()) {
            scratch = Path.of(seen(instance).get(9));
            assertThat(scratch.resolve("mine")).exists();
            assertThat(open()).contains(jar.toString());
        }
        assertThat(scratch).doesNotExist();
        assertThat(open()).doesNotContain(jar.toString());
    }

    /** The files that this process has open. */
    private static List<String> open() throws IOException {
        List<String> files = new ArrayList<>();
        try (Stream<Path> handles = Files.list(Path.of("/proc/self/fd"))) {
            for (Path handle : handles.toList()) {
                try {
                    files.add(Files.readSymbolicLink(handle).toString());
                } catch (IOException e) {
                    files.add("closed meanwhile, as the one that lists them");
                }
            }
        }
        return files;
    }
}
