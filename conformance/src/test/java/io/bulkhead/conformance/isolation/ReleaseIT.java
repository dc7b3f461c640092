package io.bulkhead.conformance.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.bulkhead.conformance.Distribution;
import io.bulkhead.conformance.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Models are loaded, asked and unloaded again and again, and nothing of them is left. {@code
 * -Dbulkhead.cycles=1000} and {@code -Dbulkhead.process-cycles=1000} for more than what a build has
 * time for; one who wants figures runs one kind alone.
 */
@Timeout(7200)
class ReleaseIT {
    private static final int CYCLES = Integer.getInteger("bulkhead.cycles", 60);
    private static final int PROCESS_CYCLES = Integer.getInteger("bulkhead.process-cycles", 8);
    private static final Duration IDLE_THREADS_END = Duration.ofSeconds(90);
    private static final int SAMPLES = 20;

    /**
     * What one class loader of the Jackson runtime holds. The server's own classes grow by some of
     * it, as they are compiled.
     */
    private static final long ONE_LOADER_KILOBYTES = 4_600;

    @TempDir private Path work;
    private TestRepository models;

    @BeforeEach
    void prepare() throws IOException {
        models = TestRepository.in(work);
        Files.createDirectories(work.resolve("tmp"));
    }

    @Test
    void nothingIsLeftOfClassLoaders() throws Exception {
        Path folder = models.declare("m", "{'implementation': 'jackson'}");
        CustomRuntime.with("jackson", "jackson-2.9.10").zip(folder.resolve("runtime.zip"));
        repeat("classloader", 0, CYCLES, "");
    }

    /**
     * But for the first: ONNX Runtime's shutdown hook has its loader as context class loader, once
     * for each layer.
     */
    @Test
    void nothingIsLeftOfModelsOnANativeLayer() throws Exception {
        MatrixLibrary onnx = MatrixLibrary.all().get(0);
        Path folder = models.declare("m", "{'implementation': '" + onnx.implementation() + "'}");
        CustomRuntime.with(onnx.runtime(), onnx.name() + "-" + onnx.older())
                .zip(folder.resolve("runtime.zip"));
        onnx.layOut(models, folder);
        repeat("natives", 1, CYCLES, onnx.request());
    }

    @Test
    void nothingIsLeftOfEnvironmentTarballs() throws Exception {
        CustomRuntime.plain().jar(work.resolve("plain.jar"));
        Process pack =
                new ProcessBuilder(
                                Distribution.built().launcher().toString(),
                                "env",
                                "pack",
                                "-o",
                                work.resolve("env.tar.gz").toString(),
                                work.resolve("plain.jar").toString())
                        .inheritIO()
                        .start();
        assertThat(pack.waitFor()).isZero();
        Path folder =
                models.declare(
                        "m",
                        "{'implementation': 'plain', 'parameters': {'environment_tarball': '"
                                + work.resolve("env.tar.gz")
                                + "'}}");
        Files.writeString(folder.resolve("model.txt"), "42");
        repeat("tarball", 0, CYCLES, "");
    }

    @Test
    void nothingIsLeftOfChildren() throws Exception {
        CustomRuntime.plain().jar(models.root().resolve("plain.jar"));
        Path folder =
                models.declare(
                        "m",
                        "{'implementation': 'plain', 'parameters': {'isolation': 'process',"
                                + " 'jvm_options': '-Xmx32m'}}");
        Files.writeString(folder.resolve("model.txt"), "42");
        repeat("process", 0, PROCESS_CYCLES, "");
    }

    /**
     * @param kept loaders that stay however often it is repeated
     */
    private void repeat(String kind, int kept, int cycles, String request) throws Exception {
        Map<String, String> environment = new HashMap<>(models.environment());
        environment.put("TMPDIR", work.resolve("tmp").toString());
        environment.put("BULKHEAD_JAVA_OPTS", "-Xmx192m");
        try (RunningServer server = Distribution.built().start(models.root(), environment)) {
            JvmInspection jvm = new JvmInspection(server.process().pid());
            assumeThat(jvm.isPossible()).as("jcmd of a JDK").isTrue();
            ModelClient client = new ModelClient(server);
            unload(client);
            int warmUp = Math.max(2, cycles / 10);
            for (int i = 0; i < warmUp; i++) {
                cycle(client, request);
            }
            awaitReleased(jvm, kept);
            ProcessFacts before = atRest(server, jvm);
            long files = files();
            long metaspace = jvm.metaspaceKilobytes();
            Slope metaspaceSlope = new Slope();
            Slope residentSlope = new Slope();
            for (int i = warmUp + 1; i <= cycles; i++) {
                cycle(client, request);
                if (i % Math.max(1, cycles / SAMPLES) == 0) {
                    jvm.collectGarbage();
                    metaspaceSlope.add(i, (double) jvm.metaspaceKilobytes());
                    ProcessFacts now = ProcessFacts.of(server.process().toHandle());
                    residentSlope.add(i, (double) now.residentKilobytes());
                }
            }
            awaitReleased(jvm, kept);
            await().atMost(IDLE_THREADS_END)
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> assertBackAtTheStart(server, before, files));
            ProcessFacts after = atRest(server, jvm);
            System.out.printf(
                    "%s: %d cycles; threads %d -> %d, handles %d -> %d, children %d -> %d, files"
                            + " %d -> %d; metaspace %d -> %d KB, %.2f KB a cycle; resident %d ->"
                            + " %d KB, %.2f KB a cycle%n",
                    kind,
                    cycles,
                    before.threads(),
                    after.threads(),
                    before.handles(),
                    after.handles(),
                    before.children(),
                    after.children(),
                    files,
                    files(),
                    metaspace,
                    jvm.metaspaceKilobytes(),
                    metaspaceSlope.perStep(),
                    before.residentKilobytes(),
                    after.residentKilobytes(),
                    residentSlope.perStep());
            assertThat(jvm.metaspaceKilobytes() - metaspace)
                    .as("metaspace that %d loads have left", cycles)
                    .isLessThan(ONE_LOADER_KILOBYTES);
            assertThat(server.log().lines().filter(line -> line.contains("still in memory")))
                    .hasSizeLessThanOrEqualTo(kept);
        }
    }

    private void assertBackAtTheStart(RunningServer server, ProcessFacts before, long files)
            throws IOException {
        ProcessFacts now = ProcessFacts.of(server.process().toHandle());
        assertThat(now.threads())
                .as("threads %s, where there were %s", now.threadNames(), before.threadNames())
                .isLessThanOrEqualTo(before.threads());
        assertThat(now.handles()).as("handles").isLessThanOrEqualTo(before.handles());
        assertThat(now.children()).as("children").isEqualTo(before.children());
        assertThat(files()).as("files").isLessThanOrEqualTo(files);
    }

    private static void cycle(ModelClient client, String request) throws Exception {
        assertThat(client.load("m").statusCode()).isEqualTo(200);
        if (request.isEmpty()) {
            assertThat(client.infer("m").path("outputs")).isNotEmpty();
        } else {
            assertThat(client.infer("m", request).path("outputs")).isNotEmpty();
        }
        unload(client);
    }

    private static void unload(ModelClient client) throws Exception {
        assertThat(client.unload("m").statusCode()).isEqualTo(200);
    }

    private static void awaitReleased(JvmInspection jvm, int kept) {
        await().atMost(IDLE_THREADS_END)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(
                        () -> {
                            jvm.collectGarbage();
                            assertThat(jvm.modelLoaders()).hasSizeLessThanOrEqualTo(kept);
                        });
    }

    private static ProcessFacts atRest(RunningServer server, JvmInspection jvm) throws IOException {
        jvm.collectGarbage();
        return ProcessFacts.of(server.process().toHandle());
    }

    /** Below the server's temporary folder and its folder of copies. */
    private long files() throws IOException {
        long count = 0;
        for (Path folder : new Path[] {work.resolve("tmp"), work.resolve("environments")}) {
            try (Stream<Path> tree = Files.walk(folder)) {
                count += tree.count();
            }
        }
        return count;
    }
}
