package io.bulkhead.host.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bulkhead.api.Isolation;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.host.environment.Environment;
import io.bulkhead.host.plugin.NativeLayers;
import io.bulkhead.host.plugin.RuntimeSource;
import io.bulkhead.host.plugin.TestPlugins;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said when the classes of a plugin do not fit together. */
class LoadFaultTest {
    private static final String FACTORY = "com/example/needy/NeedyRuntimeFactory.class";
    private static final String NEEDED = "com/example/needy/NeededModel.class";

    @TempDir private Path work;

    private Environment needy(Consumer<Map<String, byte[]>> change) throws IOException {
        TestPlugins plugins = new TestPlugins(work);
        Map<String, byte[]> files = plugins.files("needy");
        change.accept(files);
        Path jar = TestPlugins.write(work.resolve("needy.jar"), files);
        return plugins.store().dropped(jar).orElseThrow().environment();
    }

    private static void load(Environment environment) {
        InProcessInstance.load(
                        TestInstances.spec(environment, "needy", ""),
                        new NativeLayers(),
                        TestInstances.NO_METRICS)
                .close();
    }

    @Test
    void aMissingClassIsNamedWithWhoNeedsItAndWhatToDo() throws IOException {
        Environment environment = needy(files -> files.remove(NEEDED));

        assertFails(
                environment,
                "plugin 'needy.jar': class com.example.needy.NeededModel, which"
                        + " com.example.needy.NeedyRuntimeFactory in ",
                " needs, is missing; add the jar that holds it to the plugin's lib/, or name its"
                        + " Maven coordinates in parameters.dependencies");
    }

    @Test
    void aClassForANewerJavaIsNamedWithBothVersions() throws IOException {
        int running = Runtime.version().feature();
        Environment environment = needy(files -> files.get(NEEDED)[7] = (byte) (44 + running + 3));

        assertFails(
                environment,
                "class com.example.needy.NeededModel in ",
                ".jar is compiled for Java "
                        + (running + 3)
                        + ", and this is Java "
                        + running
                        + "; take a build for Java "
                        + running
                        + ", or name a Java "
                        + (running + 3)
                        + " in parameters.java_home");
    }

    @Test
    void aDamagedClassIsNoInternalError() throws IOException {
        Environment environment = needy(files -> files.get(NEEDED)[0] = 0);

        assertFails(environment, "ClassFormatError", "com/example/needy/NeededModel");
    }

    @Test
    void classesThatFitLoad() throws IOException {
        load(needy(files -> assertThat(files).containsKeys(FACTORY, NEEDED)));
    }

    @Test
    void aRuntimeRefusesABulkheadThatItDoesNotAllow() throws IOException {
        RuntimeSource runtime =
                new RuntimeSource(
                        needy(files -> {}),
                        "needy",
                        Set.of(),
                        List.of(),
                        Isolation.CLASSLOADER,
                        Set.of(Isolation.CLASSLOADER));

        assertThat(runtime.refusal(Isolation.PROCESS, "the settings ask for it"))
                .contains(
                        "runtime 'needy' of plugin 'needy.jar' does not run in a child JVM, and the"
                                + " settings ask for it; it allows isolation classloader");
        assertThat(runtime.refusal(Isolation.CLASSLOADER, "the settings ask for it"))
                .isEqualTo(Optional.empty());
    }

    private static void assertFails(Environment environment, String... words) {
        assertThatThrownBy(() -> load(environment))
                .isInstanceOfSatisfying(
                        ServingException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(ErrorCode.MODEL_LOAD_FAILED);
                            assertThat(e.reason()).contains(words);
                        });
    }
}
