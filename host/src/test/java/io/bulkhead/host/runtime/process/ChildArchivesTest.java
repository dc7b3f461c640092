package io.bulkhead.host.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.bulkhead.host.environment.Environment;
import io.bulkhead.host.environment.JarContents;
import io.bulkhead.host.runtime.ModelInstance;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildArchivesTest {
    private static final List<JarContents> JARS = List.of(jar("one.jar"));
    private static final List<String> NO_OPTIONS = List.of();

    @TempDir private Path folder;

    private static JarContents jar(String name) {
        return new JarContents(Path.of(name), "f", Set.of(), Set.of(), false);
    }

    private ChildArchives archives() {
        return new ChildArchives(Optional.of(folder.resolve("children-17-1")));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    /** As its JVM would. */
    private static Path write(ChildArchive archive) throws IOException {
        return Files.writeString(archive.written().orElseThrow(), "classes");
    }

    @Test
    void theFirstChildOfAPluginWritesWhatTheNextStartFrom() throws IOException {
        ChildArchives archives = archives();
        ChildArchive first = archives.of(JARS, NO_OPTIONS);
        assertThat(first.options()).containsExactly("-XX:ArchiveClassesAtExit=" + write(first));

        first.ended(143);

        assertThat(files()).hasSize(1);
        assertThat(archives.of(JARS, NO_OPTIONS).options())
                .containsExactly("-XX:SharedArchiveFile=" + files().get(0));
    }

    @Test
    void whileOneIsBeingWrittenOthersStartWithout() {
        ChildArchives archives = archives();
        archives.of(JARS, NO_OPTIONS);

        assertThat(archives.of(JARS, NO_OPTIONS)).isEqualTo(ChildArchive.NONE);
        assertThat(archives.of(List.of(jar("two.jar")), NO_OPTIONS).written()).isPresent();
    }

    @Test
    void whatAKilledChildHasWrittenIsNotKeptAndNotTriedAgainByThisServer() throws IOException {
        ChildArchives archives = archives();
        ChildArchive killed = archives.of(JARS, NO_OPTIONS);
        write(killed);

        killed.ended(137);

        assertThat(files()).isEmpty();
        assertThat(archives.of(JARS, NO_OPTIONS).written()).isEmpty();
        assertThat(archives().of(JARS, NO_OPTIONS).written()).isPresent();
    }

    @Test
    void anArchiveFitsOneCollector() throws IOException {
        ChildArchives archives = archives();
        ChildArchive serial = archives.of(JARS, NO_OPTIONS);
        write(serial);
        serial.ended(0);

        assertThat(archives.of(JARS, List.of("-XX:+UseZGC")).written()).isPresent();
        assertThat(archives.of(JARS, List.of("-Xmx64m")).written()).isEmpty();
    }

    @Test
    void aModelsOwnOptionsOnArchivesWin() {
        assertThat(archives().of(JARS, List.of("-XX:ArchiveClassesAtExit=mine")).written())
                .isEmpty();
    }

    @Test
    void theOldestGoWhenThereAreMany() throws IOException {
        for (int i = 0; i < 10; i++) {
            Path old = Files.createFile(folder.resolve("children-17-" + i + ".jsa"));
            Files.setLastModifiedTime(old, FileTime.fromMillis(1000L * i));
        }
        ChildArchive newest = archives().of(JARS, NO_OPTIONS);
        write(newest);

        newest.ended(143);

        assertThat(files())
                .hasSize(8)
                .doesNotContain(folder.resolve("children-17-2.jsa"))
                .contains(folder.resolve("children-17-3.jsa"));
    }

    @Test
    void aChildStartsFromTheClassesOfTheOneBefore(@TempDir Path work) throws Exception {
        Environment plugin = TestChildren.plugin(work);
        ProcessInstanceFactory factory =
                new ProcessInstanceFactory(settings(work), model -> new TestChildren.NoMetrics());
        try {
            launch(factory, plugin, work).close();
            assertThat(files()).hasSize(1);
            Path archive = files().get(0);

            ModelInstance second = launch(factory, plugin, work);

            assertThat(Files.readString(Path.of("/proc", pid(second), "maps")))
                    .contains(archive.toString());
            second.close();
            assertThat(files()).containsExactly(archive);
        } finally {
            factory.close();
        }
    }

    private static ModelInstance launch(
            ProcessInstanceFactory factory, Environment plugin, Path work) {
        return factory.launch(TestChildren.spec(plugin, work, ""), 1, TestChildren.ASKED);
    }

    private static String pid(ModelInstance instance) throws Exception {
        return Long.toString(ChildTestCase.pidNow(instance));
    }

    private ChildSettings settings(Path temporary) {
        ChildSettings own = ChildSettings.ofThisProcess(ChildTelemetry.LEAST);
        return new ChildSettings(
                own.javaHome(),
                jarsOnly(own.classPath(), temporary),
                temporary,
                archives(),
                Duration.ofSeconds(60),
                Duration.ofMillis(200),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofMillis(10),
                Duration.ofSeconds(60),
                ChildTelemetry.LEAST);
    }

    /** The JVM archives no classes of folders, which is where a build has ours. */
    private static String jarsOnly(String classPath, Path folder) {
        List<String> jars = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            jars.add(Files.isDirectory(Path.of(entry)) ? jar(entry, folder, jars.size()) : entry);
        }
        return String.join(File.pathSeparator, jars);
    }

    private static String jar(String classes, Path folder, int number) {
        String jar = folder.resolve(number + ".jar").toString();
        ToolProvider tool = ToolProvider.findFirst("jar").orElseThrow();
        assertThat(tool.run(System.out, System.err, "cf", jar, "-C", classes, ".")).isZero();
        return jar;
    }
}
