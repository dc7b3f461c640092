package io.bulkhead.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What lies where in the folder that a user unpacks. */
class DistributionIT {
    /** The packages that the host lends to a plugin; inside one they would be other classes. */
    private static final List<String> LENT =
            List.of("io/bulkhead/api/", "org/jspecify/", "org/pf4j/", "org/slf4j/");

    private static final String EXTENSION_INDEX = "META-INF/extensions.idx";

    @Test
    void bringsThePluginsOfThisBuild() throws IOException {
        assertThat(plugins().stream().map(plugin -> plugin.getFileName().toString()))
                .containsExactlyInAnyOrder(
                        "bulkhead-catboost-" + version(),
                        "bulkhead-djl-huggingface-" + version(),
                        "bulkhead-lightgbm4j-" + version(),
                        "bulkhead-mlflow-" + version(),
                        "bulkhead-sklearn-onnx-" + version(),
                        "bulkhead-spark-mllib-" + version(),
                        "bulkhead-xgboost4j-" + version());
    }

    @Test
    void aCommandThatServesNothingLeavesTheClassArchiveToAServer(@TempDir Path work)
            throws Exception {
        assertThat(run(work, "version")).isZero();

        assertThat(work.resolve("archives")).isEmptyDirectory();
    }

    @Test
    void theFewClassesOfAServerThatCouldNotStartAreNoClassArchive(@TempDir Path work)
            throws Exception {
        startInVain(work, Map.of());
        assertThat(run(work, "version")).isZero(); // what there is to use is looked for here

        assertThat(work.resolve("archives")).isEmptyDirectory();
    }

    @Test
    void whatAServerWasKilledOverAsItWroteIsNoClassArchive(@TempDir Path work) throws Exception {
        startInVain(work, Map.of());
        Path written = list(work.resolve("archives")).get(0);
        Files.write(written, new byte[4096]);
        String served = written.getFileName().toString().replace(".written", ".served");
        Files.createFile(written.resolveSibling(served));
        assertThat(run(work, "version")).isZero();

        assertThat(work.resolve("archives")).isEmptyDirectory();
    }

    @Test
    void aPodWritesAClassArchiveIfItHasAFolderForIt(@TempDir Path work) throws Exception {
        Map<String, String> pod = Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1");
        startInVain(work, pod);
        assertThat(list(work.resolve("archives"))).hasSize(1);

        Map<String, String> bare = new HashMap<>(pod);
        bare.putAll(Map.of("BULKHEAD_CACHE_DIR", "", "XDG_CACHE_HOME", work + "/cache"));
        startInVain(work, bare);
        assertThat(work.resolve("cache/bulkhead")).isEmptyDirectory();
    }

    /** Its port is taken. */
    private static void startInVain(Path work, Map<String, String> environment) throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            String port = Integer.toString(taken.getLocalPort());
            String models = Files.createDirectories(work.resolve("models")).toString();
            assertThat(run(work, environment, "start", models, "--http-port", port)).isEqualTo(1);
        }
    }

    private static int run(Path work, String... arguments) throws Exception {
        return run(work, Map.of(), arguments);
    }

    private static int run(Path work, Map<String, String> environment, String... arguments)
            throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Distribution.built().launcher().toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(work.resolve("output").toFile());
        builder.environment().put("BULKHEAD_CACHE_DIR", work.resolve("archives").toString());
        builder.environment().putAll(environment);
        return builder.start().waitFor();
    }

    @ParameterizedTest
    @MethodSource("plugins")
    void pluginSaysWhoItIs(Path plugin) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(plugin.resolve("plugin.properties"))) {
            properties.load(reader);
        }
        assertThat(properties.getProperty("plugin.id") + "-" + version())
                .isEqualTo(plugin.getFileName().toString());
        assertThat(properties.getProperty("plugin.version")).isEqualTo(version());
        assertThat(properties.stringPropertyNames())
                .contains("plugin.provider", "plugin.description", "plugin.license")
                .doesNotContain("plugin.class");
    }

    @ParameterizedTest
    @MethodSource("plugins")
    void pluginHoldsNothingThatTheHostLends(Path plugin) throws IOException {
        for (Path jar : jars(plugin.resolve("lib"))) {
            assertThat(entries(jar))
                    .as(jar.getFileName().toString())
                    .noneMatch(entry -> LENT.stream().anyMatch(entry::startsWith));
        }
    }

    @ParameterizedTest
    @MethodSource("plugins")
    void pluginOffersAnExtension(Path plugin) throws IOException {
        Path jar = plugin.resolve("lib").resolve(plugin.getFileName() + ".jar");
        assertThat(entries(jar)).contains(EXTENSION_INDEX);
        assertThat(extensions(jar)).isNotEmpty();
    }

    @Test
    void hostHasNoLibraryOfARuntimeOnItsPath() throws IOException {
        List<String> host = names(jars(Distribution.built().home().resolve("lib")));
        assertThat(host)
                .noneMatch(
                        jar ->
                                jar.startsWith("catboost")
                                        || jar.startsWith("onnxruntime")
                                        || jar.startsWith("xgboost4j")
                                        || jar.startsWith("lightgbm4j"));
        assertThat(host)
                .doesNotContainAnyElementsOf(
                        plugins().stream().map(plugin -> plugin.getFileName() + ".jar").toList());
    }

    static List<Path> plugins() throws IOException {
        return list(Distribution.built().home().resolve("plugins"));
    }

    private static List<String> names(List<Path> paths) {
        return paths.stream().map(path -> path.getFileName().toString()).toList();
    }

    private static List<Path> jars(Path folder) throws IOException {
        return list(folder).stream().filter(file -> file.toString().endsWith(".jar")).toList();
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static List<String> entries(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream().map(ZipEntry::getName).toList();
        }
    }

    private static List<String> extensions(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile());
                InputStream index = file.getInputStream(file.getEntry(EXTENSION_INDEX))) {
            return new String(index.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    private static String version() {
        return System.getProperty("bulkhead.version");
    }
}
