package io.bulkhead.host.dataplane;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Rings at deadlines. Its one thread is there only while some call has one. */
public final class DeadlineTimer implements AutoCloseable {
    private static final int IDLE_SECONDS = 10;

    private final ScheduledThreadPoolExecutor timer;

    /** Starts no thread yet. */
    public DeadlineTimer() {
        this.timer =
                new ScheduledThreadPoolExecutor(
                        1,
                        task -> {
                            Thread thread = new Thread(task, "deadlines");
                            thread.setDaemon(true);
                            return thread;
                        },
                        // Once this is closed nobody waits for an answer any more.
                        new ThreadPoolExecutor.DiscardPolicy());
        timer.setRemoveOnCancelPolicy(true); // most calls end long before
        timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    /**
     * @param deadlineNanos on the clock of {@link System#nanoTime}
     * @param action must be quick
     */
    Future<?> at(long deadlineNanos, Runnable action) {
        return timer.schedule(action, deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    /** No alarm rings any more. */
    @Override
    public void close() {
        timer.shutdownNow();
    }
}
