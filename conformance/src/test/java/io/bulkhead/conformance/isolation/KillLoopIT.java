package io.bulkhead.conformance.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bulkhead.conformance.Distribution;
import io.bulkhead.conformance.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A model's processes are killed again and again while everything is asked. */
@Timeout(300)
class KillLoopIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int KILLS = 8;

    @TempDir private Path work;
    private TestRepository models;

    @BeforeEach
    void prepare() throws IOException {
        models = TestRepository.in(work);
        CustomRuntime.plain().jar(models.root().resolve("plain.jar"));
        declare("victim", "process", 2);
        declare("neighbour", "process", 1);
        declare("inside", "classloader", 1);
    }

    private void declare(String name, String isolation, int workers) throws IOException {
        Path folder =
                models.declare(
                        name,
                        """
                        {'implementation': 'plain', 'parallel_workers': %d,
                         'parameters': {'isolation': '%s', 'jvm_options': '-Xmx64m'}}
                        """
                                .formatted(workers, isolation));
        Files.writeString(folder.resolve("model.txt"), "42");
    }

    @Test
    void nobodyNoticesThatAModelWithTwoProcessesLosesThemOneByOne() throws Exception {
        try (RunningServer server =
                        Distribution.built().start(models.root(), models.environment());
                RequestLoad victim = new RequestLoad(server, "victim", 2);
                RequestLoad neighbour = new RequestLoad(server, "neighbour", 1);
                RequestLoad inside = new RequestLoad(server, "inside", 1)) {
            for (int i = 0; i < KILLS; i++) {
                List<Long> pids = awaitServing(server, "victim", 2);
                victim.awaitMore(20);
                kill(pids.get(i % 2));
            }
            long last = System.nanoTime();
            awaitServing(server, "victim", 2);
            System.out.printf(
                    "both of 2 processes ready %d ms after the last of %d kills%n",
                    Duration.ofNanos(System.nanoTime() - last).toMillis(), KILLS);
            victim.awaitMore(20);
            assertThat(victim.stop()).isEmpty();
            assertThat(neighbour.stop()).isEmpty();
            assertThat(inside.stop()).isEmpty();
        }
    }

    @Test
    void aModelThatLosesItsOnlyProcessSaysSoAndComesBack() throws Exception {
        try (RunningServer server =
                Distribution.built().start(models.root(), models.environment())) {
            ModelClient client = new ModelClient(server);
            assertThat(client.infer("neighbour").path("outputs")).isNotEmpty();
            long pid = serving(server, "neighbour").get(0);
            kill(pid);
            long killed = System.nanoTime();
            await().atMost(SOON)
                    .until(
                            () -> client.indexEntry("neighbour").path("state").asText(),
                            "UNAVAILABLE"::equals);
            assertThat(client.indexEntry("neighbour").path("reason").asText())
                    .contains("being restarted", "killed (SIGKILL)");
            assertThat(server.get("/v2/health/ready").statusCode()).isNotEqualTo(200);
            assertThat(client.answers("inside")).isTrue();
            await().atMost(SOON).until(() -> client.answers("neighbour"));
            System.out.printf(
                    "the only process ready %d ms after it was killed%n",
                    Duration.ofNanos(System.nanoTime() - killed).toMillis());
            assertThat(client.indexEntry("neighbour").path("state").asText()).isEqualTo("READY");
        }
    }

    private static void kill(long pid) {
        ProcessHandle child = ProcessHandle.of(pid).orElseThrow();
        assertThat(child.destroyForcibly()).isTrue();
        assertThat(child.onExit()).succeedsWithin(SOON);
    }

    private static List<Long> awaitServing(RunningServer server, String model, int wanted) {
        return await().atMost(SOON)
                .until(() -> serving(server, model), pids -> pids.size() == wanted);
    }

    /** The processes of a model that answer, as the log tells, and that are alive. */
    private static List<Long> serving(RunningServer server, String model) {
        Set<Long> children =
                server.process()
                        .descendants()
                        .filter(ProcessHandle::isAlive)
                        .map(ProcessHandle::pid)
                        .collect(Collectors.toSet());
        String said = "Model " + model + " is served by process ";
        return server.log()
                .lines()
                .filter(line -> line.contains(said))
                .map(line -> Long.parseLong(line.substring(line.indexOf(said) + said.length())))
                .filter(children::contains)
                .toList();
    }
}
