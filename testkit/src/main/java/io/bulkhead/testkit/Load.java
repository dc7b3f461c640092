package io.bulkhead.testkit;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Threads that ask a model again and again, and compare each answer with the first. */
final class Load implements AutoCloseable {
    private static final int THREADS = 8;

    private final ServedCopies served;
    private final List<InferenceResponse> wanted;
    private final Set<ErrorCode> allowed;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final List<Future<?>> asking = new ArrayList<>();
    private final Semaphore answered = new Semaphore(0);
    private volatile boolean over;

    private Load(ServedCopies served, Set<ErrorCode> allowed) {
        this.served = served;
        this.allowed = allowed;
        this.wanted = served.samples().stream().map(served::ask).toList();
    }

    /** Every request has its answer. */
    static Load on(ServedCopies served) {
        return allowing(served, Set.of());
    }

    /** Requests may fail with these codes. */
    static Load allowing(ServedCopies served, Set<ErrorCode> codes) {
        Load load = new Load(served, codes);
        for (int i = 0; i < THREADS; i++) {
            load.asking.add(load.threads.submit(load::ask));
        }
        return load;
    }

    private void ask() {
        List<InferenceRequest> samples = served.samples();
        for (int i = 0; !over; i = (i + 1) % samples.size()) {
            try {
                served.requireSame(served.ask(samples.get(i)), wanted.get(i));
                answered.release();
            } catch (ServingException e) {
                if (!allowed.contains(e.code())) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
    }

    /**
     * Waits for as many answers more.
     *
     * @throws AssertionError if they do not come
     */
    void await(int answers) throws Exception {
        answered.drainPermits();
        long deadline = System.nanoTime() + ServedCopies.PATIENCE.toNanos();
        while (!answered.tryAcquire(answers, 100, TimeUnit.MILLISECONDS)) {
            failIfBroken();
            if (System.nanoTime() > deadline) {
                throw new AssertionError("no " + answers + " answers in " + ServedCopies.PATIENCE);
            }
        }
    }

    private void failIfBroken() throws Exception {
        for (Future<?> thread : asking) {
            if (thread.isDone()) {
                thread.get();
            }
        }
    }

    /** Ends the threads; fails with what one of them failed with. */
    @Override
    public void close() throws Exception {
        over = true;
        threads.shutdown();
        if (!threads.awaitTermination(ServedCopies.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the model does not answer any more");
        }
        failIfBroken();
    }
}
