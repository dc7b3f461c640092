package io.bulkhead.host.runtime;

import io.bulkhead.api.Concurrency;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of one model: as many as its concurrency allows, made when there is work and gone
 * when there is none, with a bounded queue in front.
 */
final class ModelThreads implements Executor, AutoCloseable {
    /** Work whose outcome somebody waits for. */
    interface Task extends Runnable {
        /** Called instead of {@link #run} if these threads are closed before its turn. */
        void abandoned();
    }

    private static final int QUEUE_CAPACITY = 1_024;
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);

    private final ThreadPoolExecutor pool;

    /**
     * @param loader the context class loader of the threads
     */
    ModelThreads(String model, Concurrency concurrency, ClassLoader loader) {
        int threads = Math.min(concurrency.limit(), defaultThreads());
        this.pool =
                new ThreadPoolExecutor(
                        threads,
                        threads,
                        IDLE.toMillis(),
                        TimeUnit.MILLISECONDS,
                        new LinkedBlockingQueue<>(QUEUE_CAPACITY),
                        factory(model, loader));
        pool.allowCoreThreadTimeOut(true);
    }

    private static int defaultThreads() {
        return Math.max(4, 2 * Runtime.getRuntime().availableProcessors());
    }

    private static ThreadFactory factory(String model, ClassLoader loader) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "model-" + model + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            thread.setContextClassLoader(loader);
            return thread;
        };
    }

    /** The most tasks that wait at once. */
    int queueCapacity() {
        return QUEUE_CAPACITY;
    }

    /** The tasks that wait now. */
    int waiting() {
        return pool.getQueue().size();
    }

    /**
     * @throws RejectedExecutionException if the queue is full or this is closed
     */
    @Override
    public void execute(Runnable task) {
        pool.execute(task);
    }

    /** Lets running tasks end for a while, then interrupts them and abandons those that wait. */
    @Override
    public void close() {
        pool.shutdown();
        try {
            if (!pool.awaitTermination(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                abandon();
            }
        } catch (InterruptedException e) {
            abandon();
            Thread.currentThread().interrupt();
        }
    }

    private void abandon() {
        for (Runnable waiting : pool.shutdownNow()) {
            if (waiting instanceof Task task) {
                task.abandoned();
            }
        }
    }
}
