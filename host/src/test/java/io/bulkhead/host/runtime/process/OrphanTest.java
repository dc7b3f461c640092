package io.bulkhead.host.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bulkhead.host.runtime.ModelInstance;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host that is killed takes its children with it. */
class OrphanTest {
    private static final String SERVING = "serving ";

    @TempDir Path work;

    /** A host: loads a model, says in which process it is, and waits to be killed. */
    static final class Host {
        private Host() {}

        public static void main(String[] arguments) throws Exception {
            Path work = Path.of(arguments[0]);
            try (ProcessInstanceFactory factory =
                    new ProcessInstanceFactory(
                            ChildSettings.ofThisProcess(ChildTelemetry.LEAST),
                            model -> new TestChildren.NoMetrics())) {
                ModelInstance instance =
                        factory.launch(
                                TestChildren.spec(TestChildren.plugin(work), work, ""),
                                1,
                                TestChildren.ASKED);
                System.out.println(
                        SERVING + instance.metadata().properties().getLong("pid").orElseThrow());
                System.out.println(System.in.read());
            }
        }
    }

    @Test
    void aChildEndsWithItsParentAndRemovesItsFolder() throws Exception {
        Path temporary = Files.createDirectory(work.resolve("t"));
        Process host =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Djava.io.tmpdir=" + temporary,
                                "-cp",
                                System.getProperty("java.class.path"),
                                Host.class.getName(),
                                work.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            ProcessHandle child = ProcessHandle.of(pidOfChild(host)).orElseThrow();
            assertThat(child.isAlive()).isTrue();
            assertThat(foldersIn(temporary)).isNotEmpty();

            host.destroyForcibly().waitFor();

            await().atMost(Duration.ofSeconds(10)).until(() -> !child.isAlive());
            assertThat(foldersIn(temporary)).isEmpty();
        } finally {
            host.destroyForcibly();
        }
    }

    private static long pidOfChild(Process host) throws IOException {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(host.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(SERVING)) {
                    return Long.parseLong(line.substring(SERVING.length()));
                }
            }
        }
        throw new IllegalStateException("the host ended before it served");
    }

    private static List<Path> foldersIn(Path temporary) throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.filter(f -> f.getFileName().toString().startsWith("child-")).toList();
        }
    }
}
