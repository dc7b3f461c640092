package io.bulkhead.host.runtime;

import io.bulkhead.api.Concurrency;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.host.config.SchedulePolicy;
import java.time.Duration;
import java.util.concurrent.Executor;
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
    /** Work that may be more urgent than other work. */
    interface Task extends Runnable {
        /** How urgent: 1 before 2, and so on; 0 if it does not say. */
        int priority();
    }

    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);

    private final ThreadPoolExecutor pool;
    private final int queueCapacity;

    /**
     * @param policy in which order tasks wait, and how many
     * @param loader the context class loader of the threads
     */
    ModelThreads(String model, Concurrency concurrency, SchedulePolicy policy, ClassLoader loader) {
        int threads = Math.min(concurrency.limit(), defaultThreads());
        this.queueCapacity = policy.maxQueueSize();
        this.pool =
                new ThreadPoolExecutor(
                        threads,
                        threads,
                        IDLE.toMillis(),
                        TimeUnit.MILLISECONDS,
                        new TaskQueue(
                                policy.priorityLevels(),
                                policy.defaultPriorityLevel(),
                                policy.maxQueueSize()),
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

    /** Why {@link #execute} has refused. */
    ServingException refusal(Refusals refusals) {
        return pool.isShutdown() ? refusals.unloaded() : refusals.queueFull(queueCapacity);
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

    /** Whether the task still waited, and now will not run. */
    boolean remove(Task task) {
        return pool.remove(task);
    }

    /** Lets tasks end for a while, then interrupts those that run and forgets those that wait. */
    @Override
    public void close() {
        pool.shutdown();
        try {
            if (!pool.awaitTermination(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                pool.shutdownNow();
            }
        } catch (InterruptedException e) {
            pool.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
