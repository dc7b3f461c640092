package io.bulkhead.host.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.host.config.ChildOptions;
import io.bulkhead.host.dataplane.CallContext;
import io.bulkhead.host.runtime.ModelInstance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of calls and models when a child ends, hangs or takes too much. */
class LostChildTest extends ChildTestCase {
    LostChildTest(@TempDir Path temporary) {
        super(temporary);
    }

    @Test
    void aStreamThatHasNotBegunGoesToASibling() throws Exception {
        ModelInstance instance = launch(2);
        Path file = work.resolve("stream-first");

        CompletableFuture<Integer> count =
                stream(instance, streaming("hang-first", file), () -> {});
        kill(file);

        assertThat(count).succeedsWithin(SOON).isEqualTo(3);
    }

    @Test
    void aStreamThatHasBegunEndsWithTheReason() throws Exception {
        ModelInstance instance = launch(2);
        Path file = work.resolve("stream-last");

        CompletableFuture<Void> begun = new CompletableFuture<>();
        CompletableFuture<Integer> count =
                stream(instance, streaming("hang-last", file), () -> begun.complete(null));
        assertThat(begun).succeedsWithin(SOON);
        kill(file);

        assertThat(count)
                .failsWithin(SOON)
                .withThrowableThat()
                .withMessageContaining(
                        "model 'iris:2': its process ended before the stream was complete"
                                + " (killed (SIGKILL)); it is being restarted, ask again");
    }

    @Test
    void aKilledChildFailsWhatIsUnderWayAndComesBack() throws Exception {
        ModelInstance instance = launch(1);
        CompletableFuture<InferenceResponse> underWay = block(instance, "killed");

        ProcessHandle.of(blocked("killed")).orElseThrow().destroyForcibly();

        assertUnavailable(underWay);
        await().atMost(SOON).until(instance::ready);
        assertThat(ask(instance, "echo").outputs()).hasSize(1);
    }

    @Test
    void everyCallThatMeetsADeadChildIsUnavailable() {
        ModelInstance instance = launch(1);

        ProcessHandle child = ProcessHandle.of(pid(instance)).orElseThrow();
        child.destroyForcibly();
        assertThat(child.onExit()).succeedsWithin(SOON);

        for (int i = 0; i < 200 && instance.ready(); i++) {
            assertUnavailable(submit(instance, request("echo")));
        }
    }

    @Test
    void whileAChildIsAwayItsModelSaysSo() throws Exception {
        ModelInstance instance = launch(1);

        assertUnavailable(submit(instance, request("exit")));

        assertThat(instance.ready()).isFalse();
        assertThatThrownBy(() -> ask(instance, "echo"))
                .hasMessageContaining("model 'iris:2' is being restarted");
        await().atMost(SOON).until(instance::ready);
    }

    @Test
    void aSiblingAnswersForAChildThatDies() throws Exception {
        ModelInstance instance = launch(2);
        Path file = work.resolve("sibling");
        CompletableFuture<InferenceResponse> underWay = block(instance, "sibling");
        long first = blocked("sibling");
        Files.delete(file);

        ProcessHandle.of(first).orElseThrow().destroyForcibly();
        await().atMost(SOON).until(() -> Files.exists(file) && blocked("sibling") != first);
        assertThat(underWay).isNotDone();
        ProcessHandle.of(blocked("sibling")).orElseThrow().destroyForcibly();

        assertUnavailable(underWay);
    }

    @Test
    void theReportOfAJvmThatNativeCodeCrashedIsKeptAndNamed() throws Exception {
        ModelInstance instance = launch(1);
        long pid = pidNow(instance);

        assertThat(submit(instance, request("crash")))
                .failsWithin(SOON)
                .withThrowableThat()
                .withMessageContaining("crashed (signal 6)")
                .withMessageContaining(", crash report hs_err_pid" + pid + ".log");

        assertThat(work.resolve("crashes").resolve("hs_err_pid" + pid + ".log"))
                .content(StandardCharsets.ISO_8859_1)
                .contains("SIGSEGV");
        await().atMost(SOON).until(instance::ready);
    }

    @Test
    void aChildThatFillsItsHeapIsReplaced() throws Exception {
        ModelInstance instance = launch(1);

        assertUnavailable(submit(instance, request("fill-heap")));

        await().atMost(SOON).until(instance::ready);
        assertThat(ask(instance, "echo").outputs()).hasSize(1);
    }

    @Test
    void aChildThatHangsIsKilledAndReplaced() throws Exception {
        ModelInstance instance = launch(1);
        CompletableFuture<InferenceResponse> underWay = block(instance, "hung");
        new ProcessBuilder("kill", "-STOP", String.valueOf(blocked("hung"))).start().waitFor();

        assertUnavailable(underWay);
        await().atMost(SOON).until(instance::ready);
    }

    @Test
    void aChildWhoseHeartBeatsButWhichMissesEveryDeadlineIsReplaced() throws Exception {
        ModelInstance instance = launch(1);
        long first = pidNow(instance);
        for (int i = 0; i < 3; i++) {
            long deadline = System.nanoTime() + Duration.ofMillis(50).toNanos();
            assertThat(
                            instance.predict(
                                            blocking(work.resolve("stuck")),
                                            new CallContext(Map::of, deadline))
                                    .toCompletableFuture())
                    .failsWithin(SOON);
        }

        await().atMost(SOON).until(() -> ProcessHandle.of(first).isEmpty());
        await().atMost(SOON).until(instance::ready);
        assertThat(pidNow(instance)).isNotEqualTo(first);
    }

    @Test
    void aChildThatTakesTooMuchMemoryIsReplaced() throws Exception {
        ChildOptions options =
                new ChildOptions(
                        List.of("-Xmx64m", "-XX:MaxDirectMemorySize=1g"),
                        Map.of(),
                        OptionalLong.of(400 << 20));
        ModelInstance instance =
                factory.launch(TestChildren.spec(plugin, work, "", options), 1, TestChildren.ASKED);
        opened.add(instance);
        long first = pidNow(instance);

        // Whether it gets so far as to answer is a question of time.
        await().atMost(SOON).until(submit(instance, request("fill-direct"))::isDone);

        await().atMost(SOON).until(() -> ProcessHandle.of(first).isEmpty());
        await().atMost(SOON).until(instance::ready);
        assertThat(pidNow(instance)).isNotEqualTo(first);
    }

    @Test
    void aModelWhoseChildrenNeverAnswerIsGivenUp() {
        ModelInstance instance = launch(1);
        await().atMost(Duration.ofMinutes(2))
                .until(
                        () -> {
                            if (instance.ready()) {
                                assertUnavailable(submit(instance, request("exit")));
                            }
                            return instance.broken();
                        });

        assertThat(instance.ready()).isFalse();
        assertThat(instance.notice())
                .contains("'iris:2' is out of service", "the last time: exit code 9");
        assertUnavailable(submit(instance, request("echo")));
    }

    private static InferenceRequest streaming(String what, Path file) {
        Parameters parameters = Parameters.of("do", what).with("file", file.toString());
        return new InferenceRequest("1", parameters, request(what).inputs(), List.of());
    }

    private static void assertUnavailable(CompletableFuture<InferenceResponse> call) {
        assertThat(call)
                .failsWithin(SOON)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        ServingException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE);
                            assertThat(e.reason()).contains("model 'iris:2'");
                        });
    }

    private static long blocked(String name) throws IOException {
        return Long.parseLong(Files.readString(work.resolve(name)));
    }
}
