package io.bulkhead.conformance.isolation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bulkhead.conformance.Distribution;
import io.bulkhead.conformance.RunningServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a model is made of: archives, folders, Maven artefacts, a Java of its own. */
class EnvironmentsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NEWEST_JACKSON = System.getProperty("jackson.version");

    @TempDir private Path work;
    private TestRepository models;

    @BeforeEach
    void prepare() throws IOException {
        models = TestRepository.in(work);
    }

    private RunningServer start(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(models.environment());
        environment.putAll(more);
        return Distribution.built().start(models.root(), environment);
    }

    /** Runs the command line as a user does; what it says. */
    private String bulkhead(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Distribution.built().launcher().toString());
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command)
                        .directory(work.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    private Path packed(String name, Path... files) throws Exception {
        Path archive = work.resolve(name);
        List<String> arguments = new ArrayList<>(List.of("env", "pack", "-o", archive.toString()));
        for (Path file : files) {
            arguments.add(file.toString());
        }
        bulkhead(arguments.toArray(String[]::new));
        return archive;
    }

    private Path plain() throws IOException {
        return CustomRuntime.plain().jar(work.resolve("plain.jar"));
    }

    private Path declarePlain(String name, String parameters) throws IOException {
        Path folder =
                models.declare(
                        name, "{'implementation': 'plain', 'parameters': {" + parameters + "}}");
        Files.writeString(folder.resolve("model.txt"), "42.5");
        return folder;
    }

    private static double answer(ModelClient client, String model) throws Exception {
        return ModelClient.output(client.infer(model), "number").get(0).asDouble();
    }

    private static JsonNode source(RunningServer server, String model) throws Exception {
        return configuration(server, model).path("plugin").path("source");
    }

    private static JsonNode configuration(RunningServer server, String model) throws Exception {
        return JSON.readTree(server.get("/v2/models/" + model + "/config").body());
    }

    private List<Path> copies() throws IOException {
        try (Stream<Path> files = Files.list(work.resolve("environments/server-0"))) {
            return files.filter(file -> !file.endsWith(".lock")).toList();
        }
    }

    @Test
    void modelsShareATarballAndTheLastOneRemovesIt() throws Exception {
        Path archive = packed("env.tar.zst", plain());
        declarePlain("one", "'environment_tarball': '" + archive + "'");
        Path two = declarePlain("two", "'environment_tarball': './mine.tar.zst'");
        Files.copy(archive, two.resolve("mine.tar.zst"));
        try (RunningServer server = start(Map.of())) {
            ModelClient client = new ModelClient(server);
            assertThat(answer(client, "one")).isEqualTo(42.5);
            assertThat(answer(client, "two")).isEqualTo(42.5);
            assertThat(copies()).hasSize(1);
            assertThat(source(server, "one").path("kind").asText()).isEqualTo("tarball");
            assertThat(source(server, "one").path("sha256").asText()).isEqualTo(sha256(archive));
            String text = "from the environment tarball 'mine.tar.zst'";
            assertThat(client.indexEntry("two").path("reason").asText()).isEqualTo(text);
            assertThat(server.log()).contains(text).containsOnlyOnce("Unpacked environment");
            assertThat(client.unload("one").statusCode()).isEqualTo(200);
            assertThat(copies()).hasSize(1);
            assertThat(answer(client, "two")).isEqualTo(42.5);
            assertThat(client.unload("two").statusCode()).isEqualTo(200);
            assertThat(copies()).isEmpty();
        }
    }

    private static String sha256(Path file) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        return HexFormat.of().formatHex(digest);
    }

    @Test
    void librariesInATarballTakeThePlaceOfThePluginsOwn() throws Exception {
        CustomRuntime.with("jackson", "jackson-" + NEWEST_JACKSON)
                .zip(models.root().resolve("runtime.zip"));
        List<Path> older = CustomRuntime.with("jackson", "jackson-2.9.10").libraries();
        Path archive = packed("older.tar.gz", older.toArray(Path[]::new));
        models.declare("new", "{'implementation': 'jackson'}");
        models.declare(
                "old",
                "{'implementation': 'jackson',"
                        + " 'parameters': {'extra': {'environment_tarball': '"
                        + archive
                        + "'}}}");
        try (RunningServer server = start(Map.of())) {
            ModelClient client = new ModelClient(server);
            assertThat(jackson(client, "new")).isEqualTo(NEWEST_JACKSON);
            assertThat(jackson(client, "old")).isEqualTo("2.9.10");
        }
    }

    private static String jackson(ModelClient client, String model) throws Exception {
        return ModelClient.output(client.infer(model), "library_version").get(0).asText();
    }

    @Test
    void theServersTarballHasRuntimesForAllModels() throws Exception {
        Path archive = packed("base.tar.xz", plain());
        declarePlain("one", "");
        try (RunningServer server = start(Map.of("MLSERVER_ENV_TARBALL", archive.toString()))) {
            assertThat(answer(new ModelClient(server), "one")).isEqualTo(42.5);
            assertThat(source(server, "one").path("reason").asText())
                    .isEqualTo("the environment tarball 'base.tar.xz' in the server's settings");
        }
    }

    @Test
    void anUnpackedEnvironmentIsOpenedWhereItIs() throws Exception {
        Path folder = Files.createDirectories(work.resolve("unpacked/lib"));
        CustomRuntime.plain().jar(folder.resolve("plain.jar"));
        declarePlain("one", "'environment_path': '" + work.resolve("unpacked") + "'");
        try (RunningServer server = start(Map.of())) {
            assertThat(answer(new ModelClient(server), "one")).isEqualTo(42.5);
            assertThat(source(server, "one").path("kind").asText()).isEqualTo("folder");
        }
    }

    @Test
    void mavenArtefactsAreFetchedOnceAndThenTakenFromTheCache() throws Exception {
        Path remote = mavenRepository();
        declarePlain("one", "'dependencies': 'com.example:plain:1.0'");
        declarePlain("gone", "'dependencies': ['com.example:nobody:1.0']");
        declarePlain("range", "'dependencies': ['com.example:plain:[1,2)']");
        Map<String, String> settings =
                Map.of("MLSERVER_MAVEN_REPOSITORIES", "[\"" + remote.toUri() + "\"]");
        try (RunningServer server = start(settings)) {
            ModelClient client = new ModelClient(server);
            assertThat(answer(client, "one")).isEqualTo(42.5);
            assertThat(source(server, "one").path("reason").asText())
                    .isEqualTo("the Maven artefacts com.example:plain:1.0");
            assertThat(client.indexEntry("gone").path("state").asText()).isEqualTo("UNAVAILABLE");
            assertThat(client.indexEntry("gone").path("reason").asText())
                    .contains("the dependencies [com.example:nobody:1.0] cannot be had");
            assertThat(client.indexEntry("range").path("reason").asText())
                    .contains("group:artifact:version with one version is wanted");
        }
        try (Stream<Path> files = Files.walk(remote)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
        try (RunningServer server = start(settings)) {
            assertThat(answer(new ModelClient(server), "one")).isEqualTo(42.5);
        }
    }

    private Path mavenRepository() throws Exception {
        Path repository = work.resolve("remote");
        Path artefact = Files.createDirectories(repository.resolve("com/example/plain/1.0"));
        Path jar = CustomRuntime.plain().jar(artefact.resolve("plain-1.0.jar"));
        Path pom = artefact.resolve("plain-1.0.pom");
        Files.writeString(
                pom,
                """
                <project>
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>com.example</groupId><artifactId>plain</artifactId>
                  <version>1.0</version>
                  <dependencies><dependency>
                    <groupId>io.bulkhead</groupId><artifactId>bulkhead-plugin-api</artifactId>
                    <version>0.0.1</version>
                  </dependency></dependencies>
                </project>
                """);
        for (Path file : List.of(jar, pom)) {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(Files.readAllBytes(file));
            Files.writeString(
                    file.resolveSibling(file.getFileName() + ".sha1"),
                    HexFormat.of().formatHex(digest));
        }
        return repository;
    }

    @Test
    void aTarballsJavaRunsItsModels() throws Exception {
        Path jre = work.resolve("small-java");
        Process jlink =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "jlink").toString(),
                                "--add-modules",
                                "java.se,jdk.unsupported",
                                "--output",
                                jre.toString())
                        .inheritIO()
                        .start();
        assertThat(jlink.waitFor()).isZero();
        bulkhead("env", "pack", "-o", "env.tar.gz", "--jre", jre.toString(), plain().toString());
        declarePlain("one", "'environment_tarball': '" + work.resolve("env.tar.gz") + "'");
        try (RunningServer server = start(Map.of())) {
            assertThat(answer(new ModelClient(server), "one")).isEqualTo(42.5);
            JsonNode placement = configuration(server, "one").path("placement");
            assertThat(placement.path("isolation").asText()).isEqualTo("process");
            assertThat(placement.path("reason").asText())
                    .contains("its environment brings Java " + Runtime.version().feature());
            List<String> children =
                    server.process()
                            .children()
                            .map(child -> child.info().command().orElse(""))
                            .toList();
            assertThat(children)
                    .singleElement()
                    .matches(java -> java.contains("environments/server-0/"));
        }
    }

    @Test
    void whatEnvPackMadeIsWhatEnvInspectSays() throws Exception {
        packed("env.tar.gz", plain());
        assertThat(bulkhead("env", "inspect", "env.tar.gz"))
                .contains("made of   plain.jar")
                .contains("1 files, all as it says")
                .contains("plugins/plain.jar")
                .contains("extension com.example");
        Path first = Files.copy(work.resolve("env.tar.gz"), work.resolve("first"));
        packed("env.tar.gz", work.resolve("plain.jar"));
        assertThat(work.resolve("env.tar.gz")).hasSameBinaryContentAs(first);
    }

    @Test
    void aTarballThatIsRefusedLeavesNothingAndIsSaid() throws Exception {
        Map<String, String> reasons = new HashMap<>();
        refused(reasons, "slip", zip("../../slipped.txt", new byte[1]), "outside its folder");
        refused(reasons, "bomb", zip("zeros", new byte[64 << 20]), "more than 100 times its size");
        refused(reasons, "text", "no archive".getBytes(UTF_8), "it is no tar.gz");
        refused(
                reasons,
                "conda",
                zip("conda-meta/history", new byte[1]),
                "nor a Python that can be run");
        refused(reasons, "empty", zip("readme.txt", new byte[1]), "neither a jar, nor a Java");
        declarePlain("missing", "'environment_tarball': 'none.tar.gz'");
        reasons.put("missing", "environment_tarball 'none.tar.gz' exists neither");
        declarePlain("remote", "'environment_tarball': 'https://example.com/e.tar.gz'");
        reasons.put("remote", "is not on this machine; fetch it first");
        declarePlain("old-java", "'java_home': '/nowhere'");
        plainInRoot();
        reasons.put("old-java", "the model's Java has no bin/java");
        try (RunningServer server = start(Map.of("MLSERVER_STRICT_READINESS", "false"))) {
            ModelClient client = new ModelClient(server);
            for (Map.Entry<String, String> reason : reasons.entrySet()) {
                JsonNode entry = client.indexEntry(reason.getKey());
                assertThat(entry.path("state").asText()).isEqualTo("UNAVAILABLE");
                assertThat(entry.path("reason").asText())
                        .contains(reason.getValue())
                        .doesNotContain(work.toString());
            }
            assertThat(copies()).hasSize(1); // of the plugin in the root
            assertThat(work.resolve("slipped.txt")).doesNotExist();
        }
    }

    private void plainInRoot() throws IOException {
        CustomRuntime.plain().jar(models.root().resolve("plain.jar"));
    }

    private void refused(Map<String, String> reasons, String name, byte[] archive, String reason)
            throws IOException {
        Path folder = declarePlain(name, "'environment_tarball': './env.tgz'");
        Files.write(folder.resolve("env.tgz"), archive);
        reasons.put(name, reason);
    }

    private byte[] zip(String entry, byte[] contents) throws IOException {
        Path file = Files.createTempFile(work, "made", ".zip");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(entry));
            zip.write(contents);
        }
        return Files.readAllBytes(file);
    }
}
