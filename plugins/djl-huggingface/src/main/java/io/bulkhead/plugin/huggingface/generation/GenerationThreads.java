package io.bulkhead.plugin.huggingface.generation;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that wait for tokens which a {@link DecodeLoop} makes: they compute next to nothing, so
 * there may be many. Bounded, and so is the queue before them.
 */
final class GenerationThreads implements Executor, AutoCloseable {
    private static final int MOST_THREADS = 64;
    private static final int MOST_WAITING = 1024;
    private static final long IDLE_SECONDS = 10;
    private static final long CLOSE_SECONDS = 5;

    private final ThreadPoolExecutor pool;

    /**
     * @param name of the model, for the threads
     */
    GenerationThreads(String name) {
        AtomicInteger number = new AtomicInteger();
        this.pool =
                new ThreadPoolExecutor(
                        MOST_THREADS,
                        MOST_THREADS,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(MOST_WAITING),
                        task ->
                                thread(
                                        task,
                                        "model-" + name + "-text-" + number.incrementAndGet()));
        pool.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void execute(Runnable task) {
        try {
            pool.execute(task);
        } catch (RejectedExecutionException e) {
            throw new ServingException(
                    ErrorCode.RESOURCE_EXHAUSTED,
                    MOST_WAITING + " requests wait for text already; try again",
                    e);
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
        try {
            if (!pool.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                throw new ServingException(ErrorCode.INTERNAL, "threads for text do not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
