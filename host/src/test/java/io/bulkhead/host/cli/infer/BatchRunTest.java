package io.bulkhead.host.cli.infer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bulkhead.host.cli.infer.InferFailure.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchRunTest {
    private static final int LINES = 500;

    @TempDir private Path folder;
    private BatchTestFiles files;
    private final FakeInferClient client = new FakeInferClient();

    @BeforeEach
    void write() throws Exception {
        files = BatchTestFiles.in(folder);
        files.write(LINES);
    }

    private void run(BatchJob job) throws Exception {
        try (AnswerFile output = AnswerFile.open(job)) {
            newRun(job, output, Progress.none()).run();
        }
    }

    private BatchRun newRun(BatchJob job, AnswerFile output, Progress progress) {
        LineAnswers answers = new LineAnswers(job, client, BatchTestFiles.quiet());
        return new BatchRun(job, answers, output, progress);
    }

    private void assertEveryLineHasOneAnswer() throws Exception {
        assertThat(files.answers())
                .extracting(answer -> answer.at("/parameters/batch_index").intValue())
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, LINES).boxed().toList());
        assertThat(files.unfinished()).isFalse();
    }

    @Test
    void everyLineHasOneAnswer() throws Exception {
        run(files.job(10, 1));
        assertEveryLineHasOneAnswer();
        assertThat(client.requests).hasSize(LINES);

        run(files.job(3, 7));
        assertEveryLineHasOneAnswer();
    }

    @Test
    void blankLinesCountButAreNotAsked() throws Exception {
        Files.writeString(
                files.input(),
                "\n"
                        + BatchTestFiles.request("a", "[1, 2]")
                        + "\r\n  \n"
                        + BatchTestFiles.request("b", "[1, 2]"));
        run(files.job(2, 1));
        assertThat(files.answers())
                .extracting(answer -> answer.at("/parameters/batch_index").intValue())
                .containsExactlyInAnyOrder(1, 3);
    }

    @Test
    void progressReachesTheLengthOfTheFile() throws Exception {
        AtomicLong seen = new AtomicLong();
        Progress progress =
                new Progress() {
                    @Override
                    public void advance(long bytes) {
                        seen.addAndGet(bytes);
                    }

                    @Override
                    public void close() {}
                };
        BatchJob job = files.job(4, 2);
        try (AnswerFile output = AnswerFile.open(job)) {
            newRun(job, output, progress).run();
        }
        assertThat(seen).hasValue(Files.size(files.input()));
    }

    @Test
    void aRunThatLosesItsServerGoesOnLater() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        client.refusing(
                request -> {
                    if (asked.incrementAndGet() > 100) {
                        throw new InferFailure(Kind.UNREACHABLE, "no server answers at x");
                    }
                });
        assertThatThrownBy(() -> run(files.job(4, 1)))
                .isInstanceOf(BatchException.class)
                .hasMessageContaining("no server answers at x")
                .hasMessageContaining("the same command goes on");
        assertThat(files.unfinished()).isTrue();
        assertThat(files.answers()).hasSize(100).allMatch(answer -> answer.has("outputs"));

        client.refusing(request -> {});
        run(files.job(4, 1));
        assertEveryLineHasOneAnswer();
    }

    @Test
    void aRunThatIsStoppedLeavesWholeLinesAndGoesOnLater() throws Exception {
        CountDownLatch hundred = new CountDownLatch(100);
        client.refusing(
                request -> {
                    hundred.countDown();
                    if (hundred.getCount() == 0) {
                        new CountDownLatch(1).await(); // answers no more
                    }
                });
        BatchJob job = files.job(4, 1);
        try (AnswerFile output = AnswerFile.open(job)) {
            BatchRun run = newRun(job, output, Progress.none());
            Thread stop =
                    new Thread(
                            () -> {
                                awaitQuietly(hundred);
                                run.stop();
                            });
            stop.start();
            run.run();
            stop.join();
            assertThat(run.stopped()).isTrue();
        }
        assertThat(files.unfinished()).isTrue();
        assertThat(files.answers()).hasSizeBetween(90, 100);

        client.refusing(request -> {});
        run(job);
        assertEveryLineHasOneAnswer();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anAnswerThatIsNotWholeIsAskedForAgain() throws Exception {
        BatchJob job = files.job(1, 1);
        AnswerFile.open(job).close();
        Files.writeString(
                files.output(),
                "{\"parameters\":{\"batch_index\":1},\"error\":{}}\n{\"model_name\":\"m\",\"id\":",
                StandardOpenOption.APPEND);

        try (AnswerFile output = AnswerFile.open(job)) {
            assertThat(output.answeredBefore()).isEqualTo(1);
            assertThat(output.failed()).isEqualTo(1);
            newRun(job, output, Progress.none()).run();
        }
        assertEveryLineHasOneAnswer();
    }

    @Test
    void aRunOverAnotherInputIsNotGoneOnWith() throws Exception {
        AnswerFile.open(files.job(1, 1)).close();
        Files.writeString(files.input(), "\n", StandardOpenOption.APPEND);

        assertThatThrownBy(() -> AnswerFile.open(files.job(1, 1)))
                .isInstanceOf(BatchException.class)
                .hasMessageContaining("--restart");
        AnswerFile.open(files.job(1, 1, true)).close();
    }

    @Test
    void anOutputThatIsNoOutputIsNotAppendedTo() throws Exception {
        AnswerFile.open(files.job(1, 1)).close();
        Files.writeString(files.output(), "{\"mine\": 1}\n");

        assertThatThrownBy(() -> AnswerFile.open(files.job(1, 1)))
                .isInstanceOf(BatchException.class)
                .hasMessageContaining("line 1: no answer of an earlier run");
    }

    @Test
    void aLineBeyondTheLimitIsAnErrorWithItsNumber() throws Exception {
        Files.writeString(files.input(), "short\n" + "x".repeat(100_000) + "\n");
        try (LineReader lines = new LineReader(files.input(), 1000)) {
            assertThat(lines.next()).isPresent();
            assertThatThrownBy(lines::next).hasMessage("line 2 is longer than 1000 bytes");
        }
    }

    @Test
    void linesLongerThanTheBufferAreWhole() throws Exception {
        List<String> texts = List.of("a".repeat(200_000), "", "b".repeat(65_536), "c");
        Files.writeString(files.input(), String.join("\n", texts));
        try (LineReader lines = new LineReader(files.input(), 1 << 20)) {
            for (String text : texts) {
                assertThat(new String(lines.next().orElseThrow().text(), UTF_8)).isEqualTo(text);
            }
            assertThat(lines.next()).isEmpty();
        }
    }
}
