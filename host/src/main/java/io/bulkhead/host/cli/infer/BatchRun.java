package io.bulkhead.host.cli.infer;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the answers to all lines of a file: one thread reads, the workers ask and write. What is
 * in memory is bounded by the number of workers, not by the file.
 */
final class BatchRun {
    private static final int QUEUED_PER_WORKER = 2;
    private static final int MAX_LINE = 1 << 30;
    private static final long STOP_SECONDS = 10;
    private static final List<Line> END = List.of();

    private final BatchJob job;
    private final LineAnswers answers;
    private final AnswerFile output;
    private final Progress progress;
    private final BlockingQueue<List<Line>> queue;
    private final List<Thread> workers = new ArrayList<>();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopping;

    BatchRun(BatchJob job, LineAnswers answers, AnswerFile output, Progress progress) {
        this.job = job;
        this.answers = answers;
        this.output = output;
        this.progress = progress;
        this.queue = new ArrayBlockingQueue<>(QUEUED_PER_WORKER * job.pace().workers());
        for (int i = 0; i < job.pace().workers(); i++) {
            workers.add(new Thread(this::work, "infer-worker-" + i));
        }
    }

    /**
     * Returns when every line has its answer, or {@link #stop} was called.
     *
     * @throws BatchException if it cannot go on: the server is gone, a file cannot be read or
     *     written
     */
    void run() throws BatchException {
        workers.forEach(Thread::start);
        try {
            read();
            awaitWorkers();
        } catch (IOException e) {
            fail(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(e);
        } finally {
            abandon();
            ended.countDown();
        }
        Exception reason = failure.get();
        if (reason != null && !stopping) {
            throw new BatchException(
                    reason.getMessage() + "\nThe run is not complete; the same command goes on.",
                    reason);
        }
        if (!stopping) {
            finish();
        }
    }

    private void finish() throws BatchException {
        try {
            output.finish();
        } catch (IOException e) {
            throw new BatchException("the output cannot be finished: " + e.getMessage(), e);
        }
    }

    private void read() throws IOException, InterruptedException {
        try (LineReader lines = new LineReader(job.input(), MAX_LINE)) {
            List<Line> batch = new ArrayList<>(job.batchSize());
            Optional<Line> line = lines.next();
            while (line.isPresent() && goesOn()) {
                if (line.get().isBlank() || output.hasAnswerTo(line.get().index())) {
                    progress.advance(line.get().bytes());
                } else {
                    batch.add(line.get());
                }
                if (batch.size() == job.batchSize()) {
                    hand(List.copyOf(batch));
                    batch.clear();
                }
                line = lines.next();
            }
            if (!batch.isEmpty()) {
                hand(List.copyOf(batch));
            }
        }
        for (int i = 0; i < workers.size(); i++) {
            hand(END);
        }
    }

    private boolean goesOn() {
        return !stopping && failure.get() == null;
    }

    /** Waits for room, but not for workers that have given up. */
    private void hand(List<Line> batch) throws InterruptedException {
        boolean taken = false;
        while (!taken && goesOn()) {
            taken = queue.offer(batch, 100, TimeUnit.MILLISECONDS);
        }
    }

    private void awaitWorkers() throws InterruptedException {
        for (Thread worker : workers) {
            worker.join();
        }
    }

    /** Whatever is still under way is not waited for. */
    private void abandon() {
        for (Thread worker : workers) {
            worker.interrupt();
        }
        try {
            for (Thread worker : workers) {
                worker.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        try {
            List<Line> lines = queue.take();
            while (!lines.isEmpty() && goesOn()) {
                long begin = System.nanoTime();
                output.write(answers.to(lines));
                lines.forEach(line -> progress.advance(line.bytes()));
                rest(begin);
                lines = queue.take();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // told to stop
        } catch (InferFailure | IOException | RuntimeException e) {
            fail(e);
        }
    }

    private void fail(Exception e) {
        if (failure.compareAndSet(null, e)) {
            workers.stream()
                    .filter(w -> !w.equals(Thread.currentThread()))
                    .forEach(Thread::interrupt);
        }
    }

    private void rest(long beginNanos) throws InterruptedException {
        Duration wanted = job.pace().interval();
        long jitter = job.pace().jitter().toNanos();
        long pause =
                wanted.toNanos() + (jitter > 0 ? ThreadLocalRandom.current().nextLong(jitter) : 0);
        long left = pause - (System.nanoTime() - beginNanos);
        if (left > 0) {
            TimeUnit.NANOSECONDS.sleep(left);
        }
    }

    /** Ends the run early; returns when nothing is written any more, and whether that is so. */
    boolean stop() {
        stopping = true;
        workers.forEach(Thread::interrupt);
        try {
            return ended.await(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Whether it was told to stop. */
    boolean stopped() {
        return stopping;
    }
}
