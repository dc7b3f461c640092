package io.bulkhead.conformance.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bulkhead.conformance.Distribution;
import io.bulkhead.conformance.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Loading, unloading and swapping while the server serves. */
@Timeout(300)
class LifecycleIT {
    private static final int WARM_UP = 20;
    private static final int CYCLES = 200;

    /** What one class loader of the Jackson runtime holds. */
    private static final long ONE_JACKSON_KILOBYTES = 4_600;

    @TempDir private Path work;
    private TestRepository models;

    @BeforeEach
    void prepare() throws IOException {
        models = TestRepository.in(work);
    }

    private RunningServer start() {
        return Distribution.built().start(models.root(), models.environment());
    }

    @Test
    void twoHundredCyclesLeaveNoClassLoaderAndNoMetaspaceBehind() throws Exception {
        Path iris = models.declare("iris", "{'implementation': 'sklearn'}");
        models.copyFromCorpus("dataplane/iris/model.joblib", iris);
        Path jackson = models.declare("jackson", "{'implementation': 'jackson'}");
        CustomRuntime.with("jackson", "jackson-2.9.10").zip(jackson.resolve("runtime.zip"));
        try (RunningServer server = start()) {
            JvmInspection jvm = new JvmInspection(server.process().pid());
            assumeThat(jvm.isPossible()).as("jcmd of a JDK").isTrue();
            ModelClient client = new ModelClient(server);
            cycle(client, WARM_UP);
            awaitModelLoaders(jvm, 2);
            long before = jvm.metaspaceKilobytes();
            cycle(client, CYCLES);
            // While the threads that loaded the models are still there, which end after 10 s of
            // idleness: without the JVM's flag each would hold hundreds of loaders until then.
            awaitMetaspace(jvm, before + 2 * ONE_JACKSON_KILOBYTES, Duration.ofSeconds(8));
            awaitModelLoaders(jvm, 2);
            assertThat(jvm.metaspaceKilobytes() - before).isLessThan(ONE_JACKSON_KILOBYTES);
        }
    }

    private static void cycle(ModelClient client, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            for (String model : List.of("iris", "jackson")) {
                assertThat(client.infer(model).path("outputs")).isNotEmpty();
                assertThat(client.unload(model).statusCode()).isEqualTo(200);
                assertThat(client.answers(model)).isFalse();
                assertThat(client.load(model).statusCode()).isEqualTo(200);
            }
        }
    }

    private static void awaitMetaspace(JvmInspection jvm, long kilobytes, Duration atMost) {
        Awaitility.await()
                .atMost(atMost)
                .untilAsserted(
                        () -> {
                            jvm.collectGarbage();
                            assertThat(jvm.metaspaceKilobytes()).isLessThan(kilobytes);
                        });
    }

    private static void awaitModelLoaders(JvmInspection jvm, int wanted) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(
                        () -> {
                            jvm.collectGarbage();
                            assertThat(jvm.modelLoaders()).hasSize(wanted);
                        });
    }

    @Test
    void reloadsUnderLoadFailNoRequest() throws Exception {
        CustomRuntime.plain().jar(models.root().resolve("plain.jar"));
        Path folder = models.declare("m", "{'implementation': 'plain'}");
        Files.writeString(folder.resolve("model.txt"), "0");
        try (RunningServer server = start();
                RequestLoad load = new RequestLoad(server, "m", 4)) {
            ModelClient client = new ModelClient(server);
            for (int version = 1; version <= 30; version++) {
                Files.writeString(folder.resolve("model.txt"), version + ".0");
                models.declare("m", "{'implementation': 'plain', 'platform': 'p" + version + "'}");
                assertThat(client.load("m").statusCode()).isEqualTo(200);
                assertThat(number(client)).isEqualTo(version);
            }
            assertThat(load.stop()).isEmpty();
            assertThat(load.answered()).isGreaterThan(30);
        }
    }

    @Test
    void aReloadThatFailsKeepsTheOldOneServingAndSaysWhy() throws Exception {
        CustomRuntime.plain().jar(models.root().resolve("plain.jar"));
        Path folder = models.declare("m", "{'implementation': 'plain'}");
        Files.writeString(folder.resolve("model.txt"), "7");
        try (RunningServer server = start();
                RequestLoad load = new RequestLoad(server, "m", 2)) {
            ModelClient client = new ModelClient(server);
            Files.writeString(folder.resolve("model.txt"), "seven");
            String error = ModelClient.error(client.load("m"), 422);
            assertThat(error).contains("model.txt: a number is wanted");
            JsonNode entry = client.indexEntry("m");
            assertThat(entry.path("state").asText()).isEqualTo("READY");
            assertThat(entry.path("reason").asText()).contains("model.txt: a number is wanted");
            assertThat(number(client)).isEqualTo(7);

            Files.writeString(folder.resolve("model.txt"), "8");
            assertThat(client.load("m").statusCode()).isEqualTo(200);
            assertThat(client.indexEntry("m").path("reason").asText()).isEmpty();
            assertThat(number(client)).isEqualTo(8);
            assertThat(load.stop()).isEmpty();
        }
    }

    private static double number(ModelClient client) throws Exception {
        return ModelClient.output(client.infer("m"), "number").get(0).asDouble();
    }
}
