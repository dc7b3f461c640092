package io.bulkhead.conformance.isolation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bulkhead.conformance.Distribution;
import io.bulkhead.conformance.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Models and plugins are replaced under constant load: no request fails, and none is answered by a
 * copy that was replaced before it was sent. {@code -Dbulkhead.swaps=100} and {@code
 * -Dbulkhead.plugin-swaps=20} for more than what a build has time for.
 */
@Timeout(1800)
class SwapIT {
    private static final int SWAPS = Integer.getInteger("bulkhead.swaps", 20);
    private static final int PLUGIN_SWAPS = Integer.getInteger("bulkhead.plugin-swaps", 5);
    private static final int CONNECTIONS = 32;
    private static final Duration SOON = Duration.ofMinutes(2);

    @TempDir private Path work;
    private TestRepository models;

    @BeforeEach
    void prepare() throws IOException {
        models = TestRepository.in(work);
    }

    /** What may be answered: from the copy that was served last to the one that comes. */
    private static final class Window implements RequestLoad.Check {
        private final AtomicInteger served = new AtomicInteger();
        private final AtomicInteger coming = new AtomicInteger();

        @Override
        public RequestLoad.Verdict begin() {
            int oldest = served.get();
            return body -> {
                double number = RequestLoad.number(body);
                return oldest <= number && number <= coming.get();
            };
        }
    }

    @Test
    void aModelIsSwappedWithoutAFailureOrAWrongAnswer() throws Exception {
        CustomRuntime.plain().jar(models.root().resolve("plain.jar"));
        Path folder = models.declare("m", "{'implementation': 'plain'}");
        version(folder, 0);
        Window window = new Window();
        try (RunningServer server =
                        Distribution.built().start(models.root(), models.environment());
                RequestLoad load = new RequestLoad(server, "m", CONNECTIONS, window)) {
            ModelClient client = new ModelClient(server);
            load.awaitMore(CONNECTIONS);
            for (int version = 1; version <= SWAPS; version++) {
                window.coming.set(version);
                version(folder, version);
                assertThat(client.load("m").statusCode()).isEqualTo(200);
                window.served.set(version);
                load.awaitMore(CONNECTIONS);
            }
            assertThat(load.stop()).isEmpty();
            System.out.printf(
                    "%d swaps of a model under %d connections: %d requests, no failure%n",
                    SWAPS, CONNECTIONS, load.answered());
        }
    }

    @Test
    void aCopyThatFailsItsSamplesNeverAnswers() throws Exception {
        CustomRuntime.plain().jar(models.root().resolve("plain.jar"));
        Path folder = models.declare("m", "{'implementation': 'plain'}");
        version(folder, 0);
        Window window = new Window();
        try (RunningServer server =
                        Distribution.built().start(models.root(), models.environment());
                RequestLoad load = new RequestLoad(server, "m", 4, window)) {
            ModelClient client = new ModelClient(server);
            Files.writeString(folder.resolve("model.txt"), "99");
            assertThat(ModelClient.error(client.load("m"), 422))
                    .contains("golden/number.json", "expected 0.0, found 99.0");
            load.awaitMore(20);
            assertThat(load.stop()).isEmpty();
        }
    }

    private static void version(Path folder, int version) throws IOException {
        Files.writeString(folder.resolve("model.txt"), Integer.toString(version));
        Path sample = Files.createDirectories(folder.resolve("golden")).resolve("number.json");
        Files.writeString(
                sample,
                """
                {"request": {"inputs": [
                   {"name": "x", "shape": [1], "datatype": "FP32", "data": [1]}]},
                 "response": {"outputs": [
                   {"name": "number", "shape": [1], "datatype": "FP64", "data": [%d]}]}}
                """
                        .formatted(version));
    }

    @Test
    void aPluginIsReplacedAndItsModelsMoveByThemselves() throws Exception {
        CustomRuntime runtime = new CustomRuntime("release", List.of());
        Path jar = runtime.jar(models.root().resolve("release.jar"), release(0));
        List<String> names = List.of("a", "b");
        for (String name : names) {
            models.declare(name, "{'implementation': 'release'}");
        }
        Window a = new Window();
        Window b = new Window();
        try (RunningServer server = Distribution.built().start(models.root(), quick());
                RequestLoad loadA = new RequestLoad(server, "a", CONNECTIONS / 2, a);
                RequestLoad loadB = new RequestLoad(server, "b", CONNECTIONS / 2, b)) {
            ModelClient client = new ModelClient(server);
            long slowest = 0;
            for (int version = 1; version <= PLUGIN_SWAPS; version++) {
                Path fresh = runtime.jar(work.resolve("fresh.jar"), release(version));
                a.coming.set(version);
                b.coming.set(version);
                long begin = System.nanoTime();
                Files.move(fresh, jar, StandardCopyOption.ATOMIC_MOVE);
                awaitVersion(client, "a", version);
                a.served.set(version);
                awaitVersion(client, "b", version);
                b.served.set(version);
                slowest = Math.max(slowest, System.nanoTime() - begin);
            }
            assertThat(loadA.stop()).isEmpty();
            assertThat(loadB.stop()).isEmpty();
            System.out.printf(
                    "%d swaps of a plugin of two models under %d connections: %d requests, no"
                            + " failure; both moved %d ms after the last file at most%n",
                    PLUGIN_SWAPS,
                    CONNECTIONS,
                    loadA.answered() + loadB.answered(),
                    Duration.ofNanos(slowest).toMillis());
        }
    }

    private static void awaitVersion(ModelClient client, String model, int version) {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> ModelClient.output(client.infer(model), "number").get(0).asInt(),
                        number -> number == version);
    }

    private static Map<String, byte[]> release(int number) {
        return Map.of("release.txt", Integer.toString(number).getBytes(UTF_8));
    }

    private Map<String, String> quick() {
        Map<String, String> environment = new HashMap<>(models.environment());
        environment.put("MLSERVER_REPOSITORY_POLL_MILLISECONDS", "200");
        return environment;
    }
}
