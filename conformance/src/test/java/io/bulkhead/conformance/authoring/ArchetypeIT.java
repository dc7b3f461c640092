package io.bulkhead.conformance.authoring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bulkhead.conformance.Distribution;
import io.bulkhead.conformance.RunningServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * From the archetype to an answered request, as {@code docs/writing-a-runtime.md} goes: a project
 * is made, built with its tests, checked, served and asked.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ArchetypeIT {
    private static final String NAME = "house-prices";
    private static final Path EXAMPLE = Path.of("..", "examples", "java", NAME);

    @TempDir private static Path work;
    private static Path project;
    private static OwnArtifacts artifacts;

    @BeforeAll
    static void generate() throws Exception {
        artifacts = OwnArtifacts.in(work.resolve("repository"));
        new MavenBuild(work, artifacts)
                .run(
                        "org.apache.maven.plugins:maven-archetype-plugin:"
                                + System.getProperty("maven-archetype.version")
                                + ":generate",
                        "-DarchetypeGroupId=io.bulkhead",
                        "-DarchetypeArtifactId=bulkhead-archetype",
                        "-DarchetypeVersion=" + artifacts.version(),
                        "-DarchetypeCatalog=internal",
                        "-DgroupId=com.example",
                        "-DartifactId=" + NAME);
        project = work.resolve(NAME);
    }

    @Test
    @Order(1)
    void theProjectIsTheOneThatTheExamplesShow() throws IOException {
        assertThat(files(project)).isEqualTo(files(EXAMPLE));
    }

    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                Path path = folder.relativize(file);
                if (!path.startsWith("target")) {
                    files.put(path.toString().replace('\\', '/'), Files.readString(file).strip());
                }
            }
        }
        return files;
    }

    @Test
    @Order(2)
    void itBuildsAndPassesItsTests() throws Exception {
        new MavenBuild(project, artifacts).run("verify");

        assertThat(project.resolve("target/failsafe-reports")).isNotEmptyDirectory();
        assertThat(zip()).isRegularFile();
    }

    private static Path zip() {
        return project.resolve("target").resolve(NAME + "-1.0.zip");
    }

    @Test
    @Order(3)
    void nothingIsWrongWithItsPlugin() throws Exception {
        Process check =
                new ProcessBuilder(
                                Distribution.built().launcher().toString(),
                                "plugin",
                                "check",
                                "--strict",
                                zip().toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(check.getInputStream().readAllBytes(), UTF_8);

        assertThat(check.waitFor()).as(said).isZero();
        assertThat(said).contains("offers    com.example.HousePrices_Runtime", "needs     Java 17");
    }

    @Test
    @Order(4)
    void itsModelIsServed() throws Exception {
        Path models = project.resolve("models");
        Files.copy(zip(), models.resolve(zip().getFileName()));
        try (RunningServer server = Distribution.built().start(models)) {
            HttpResponse<String> answer =
                    server.post(
                            "/v2/models/" + NAME + "/infer",
                            """
                            {"inputs": [
                              {"name": "area",   "shape": [2], "datatype": "FP64",
                               "data": [50, 70.5]},
                              {"name": "street", "shape": [2], "datatype": "BYTES",
                               "data": ["Elm Street", "Oak Road"]}]}\
                            """);

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).contains("[251000.0,212500.0]");
        }
    }
}
