package io.bulkhead.host.plugin.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.host.environment.EnvironmentStore;
import io.bulkhead.host.plugin.JacksonJars;
import io.bulkhead.host.plugin.TestPlugins;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Broken jars as builds make them, and what is said of each. */
class PluginCheckTest {
    private static final String INDEX = "META-INF/extensions.idx";
    private static final String JAVA_17 = "plugin.id=own\nplugin.version=1.0\n";

    @TempDir private Path work;
    private TestPlugins plugins;
    private EnvironmentStore store;

    @BeforeEach
    void prepare() throws IOException {
        plugins = new TestPlugins(Files.createDirectories(work.resolve("compiled")));
        store = plugins.store();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private PluginReport check(Path file) throws IOException {
        return new PluginCheck(store, 17).of(file);
    }

    private static List<String> wrong(PluginReport report) {
        return texts(report, Finding.Level.WRONG);
    }

    private static List<String> warnings(PluginReport report) {
        return texts(report, Finding.Level.WARNING);
    }

    private static List<String> texts(PluginReport report, Finding.Level level) {
        return report.findings().stream()
                .filter(finding -> finding.level() == level)
                .map(Finding::text)
                .toList();
    }

    private Path jar(Map<String, byte[]> entries) throws IOException {
        return TestPlugins.write(work.resolve("own.jar"), entries);
    }

    private Path zip(String descriptor, Map<String, byte[]> jars) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        if (!descriptor.isEmpty()) {
            entries.put("plugin.properties", descriptor.getBytes(UTF_8));
        }
        jars.forEach((name, bytes) -> entries.put("lib/" + name, bytes));
        return TestPlugins.write(work.resolve("own.zip"), entries);
    }

    private byte[] packed(Map<String, byte[]> entries) throws IOException {
        return Files.readAllBytes(TestPlugins.write(work.resolve("packed"), entries));
    }

    @Test
    void nothingIsWrongWithAGoodOne() throws IOException {
        PluginReport report = check(plugins.jar("measuring", work.resolve("measuring.jar")));

        assertThat(wrong(report)).isEmpty();
        assertThat(warnings(report)).isEmpty();
        assertThat(report.offers())
                .containsExactly("com.example.measuring.MeasuringRuntimeFactory");
        assertThat(report.jars()).hasSize(1);
        assertThat(report.javaNeeded()).isEqualTo(17);
    }

    @Test
    void aBundledApiIsWrong() throws IOException {
        Map<String, byte[]> entries = plugins.files("measuring");
        String api = "io/bulkhead/api/RuntimeFactory.class";
        entries.put(api, bytesOf(RuntimeFactory.class));

        assertThat(wrong(check(jar(entries))))
                .singleElement()
                .asString()
                .contains("bundles the plugin API")
                .contains("'provided'");
    }

    @Test
    void aBundledLoggingFacadeIsAWarning() throws IOException {
        Map<String, byte[]> entries = plugins.files("measuring");
        entries.put("org/slf4j/Logger.class", bytesOf(org.slf4j.Logger.class));

        assertThat(warnings(check(jar(entries))))
                .singleElement()
                .asString()
                .contains("brings org.slf4j.Logger, and the server's is used");
    }

    private static byte[] bytesOf(Class<?> type) throws IOException {
        try (InputStream in =
                type.getResourceAsStream('/' + type.getName().replace('.', '/') + ".class")) {
            return in.readAllBytes();
        }
    }

    @Test
    void aMissingIndexIsAWarning() throws IOException {
        Map<String, byte[]> entries = plugins.files("measuring");
        entries.remove(INDEX);

        PluginReport report = check(jar(entries));

        assertThat(wrong(report)).isEmpty();
        assertThat(report.offers())
                .containsExactly("com.example.measuring.MeasuringRuntimeFactory");
        assertThat(warnings(report))
                .singleElement()
                .asString()
                .contains("has no index " + INDEX)
                .contains("annotationProcessorPaths");
    }

    @Test
    void anIndexThatNamesWhatIsNotThereIsWrong() throws IOException {
        Map<String, byte[]> entries = plugins.files("measuring");
        entries.put(
                INDEX,
                "com.example.measuring.MeasuringRuntimeFactory\nexample.Gone\n".getBytes(UTF_8));

        assertThat(wrong(check(jar(entries))))
                .containsExactly("the index names example.Gone, which is in none of the jars");
    }

    @Test
    void aJarThatOffersNothingIsNoPlugin() throws IOException {
        PluginReport report = check(jar(Map.of("readme.txt", new byte[] {1})));

        assertThat(wrong(report)).singleElement().asString().startsWith("no plugin: ");
    }

    @Test
    void whatIsNoJarIsRefused() throws IOException {
        Path file = Files.writeString(work.resolve("own.jar"), "text");

        assertThatExceptionOfType(ServingException.class).isThrownBy(() -> check(file));
    }

    @Test
    void classesThatAreThereTwiceAreAWarning() throws IOException {
        byte[] first = packed(plugins.files("measuring"));
        Map<String, byte[]> other = new LinkedHashMap<>(plugins.files("measuring"));
        other.remove(INDEX);
        other.replaceAll((name, bytes) -> withDifference(bytes));

        PluginReport report = check(zip(JAVA_17, Map.of("a.jar", first, "b.jar", packed(other))));

        assertThat(warnings(report))
                .singleElement()
                .asString()
                .contains("com.example.measuring.MeasuringRuntimeFactory")
                .contains("in a.jar and in b.jar, and not the same");
    }

    /** A class file with something behind it is still read as that class. */
    private static byte[] withDifference(byte[] bytes) {
        return ByteBuffer.allocate(bytes.length + 1).put(bytes).array();
    }

    @Test
    void nativesAreToldWithTheirPlatforms() throws IOException {
        Map<String, byte[]> entries = plugins.files("measuring");
        entries.put("linux/libmine.so", elf(183));
        entries.put("linux-x64/libmine.so", elf(62));
        entries.put("linux/libnone.so", new byte[100]);

        PluginReport report = check(jar(entries));

        assertThat(texts(report, Finding.Level.NOTE))
                .anySatisfy(
                        note ->
                                assertThat(note)
                                        .contains("libmine.so [linux-aarch64, linux-x86_64]"));
        assertThat(warnings(report))
                .anySatisfy(
                        warning ->
                                assertThat(warning)
                                        .contains("linux/libnone.so is named as a native library"));
    }

    @Test
    void nativesForOtherMachinesOnlyAreAWarning() throws IOException {
        Map<String, byte[]> entries = plugins.files("measuring");
        entries.put("libmine.so", elf(2)); // SPARC

        assertThat(warnings(check(jar(entries))))
                .singleElement()
                .asString()
                .contains("no native library for this machine");
    }

    private static byte[] elf(int machine) {
        ByteBuffer head = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN);
        head.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1});
        return head.putShort(18, (short) machine).array();
    }

    @Test
    void classesForANewerJavaAreWrong() throws IOException {
        Map<String, byte[]> entries = plugins.files("measuring");
        entries.replaceAll((name, bytes) -> name.endsWith(".class") ? ofJava(21, bytes) : bytes);

        PluginReport report = check(jar(entries));

        assertThat(report.javaNeeded()).isEqualTo(21);
        assertThat(wrong(report))
                .singleElement()
                .asString()
                .contains("has classes for Java 21, and this is Java 17")
                .contains("--release 17");
    }

    private static byte[] ofJava(int feature, byte[] bytes) {
        byte[] newer = bytes.clone();
        newer[7] = (byte) (feature + 44);
        return newer;
    }

    @Test
    void classesThatNobodyBringsAreWrong() throws IOException {
        Map<String, byte[]> entries =
                plugins.files("jackson", JacksonJars.paths().toArray(Path[]::new));

        assertThat(wrong(check(jar(entries))))
                .anySatisfy(
                        text ->
                                assertThat(text)
                                        .startsWith("class com.fasterxml.jackson.")
                                        .contains("is missing; add the jar that holds it"));
    }

    @Test
    void librariesInTheZipAreFound() throws IOException {
        Path[] libraries = JacksonJars.paths().toArray(Path[]::new);

        PluginReport report = check(plugins.zip("jackson", work.resolve("jackson.zip"), libraries));

        assertThat(wrong(report)).isEmpty();
    }

    @Test
    void aZipWithoutADescriptorIsAWarning() throws IOException {
        byte[] jar = packed(plugins.files("measuring"));

        assertThat(warnings(check(zip("", Map.of("a.jar", jar)))))
                .singleElement()
                .asString()
                .contains("it has no plugin.properties");
    }

    @Test
    void keysOfTheDescriptorAreLookedAt() throws IOException {
        byte[] jar = packed(plugins.files("measuring"));
        String descriptor = "plugin.id=my runtime\nplugin.verison=1.0\n";

        assertThat(warnings(check(zip(descriptor, Map.of("a.jar", jar)))))
                .containsExactlyInAnyOrder(
                        "plugin.id: 'my runtime'; wanted are letters, digits and . _ -",
                        "plugin.version is missing",
                        "plugin.verison means nothing here; did you mean 'plugin.version'?");
    }

    @Test
    void aDescriptorThatTheBuildDidNotFillInIsWrong() throws IOException {
        byte[] jar = packed(plugins.files("measuring"));
        String descriptor = "plugin.id=own\nplugin.version=${project.version}\n";

        assertThat(wrong(check(zip(descriptor, Map.of("a.jar", jar)))))
                .singleElement()
                .asString()
                .contains("was not filled in by the build");
    }
}
