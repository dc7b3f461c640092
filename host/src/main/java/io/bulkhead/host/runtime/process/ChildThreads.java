package io.bulkhead.host.runtime.process;

import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that all children share: for their sockets, for the clock and for what may wait. */
public final class ChildThreads implements AutoCloseable {
    private static final int SOCKET_THREADS = 2;

    private final List<SocketLoop> sockets = new ArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final ScheduledThreadPoolExecutor clock =
            new ScheduledThreadPoolExecutor(1, named("child-clock"));
    private final ExecutorService waiting = Executors.newCachedThreadPool(named("child-watch"));

    ChildThreads() {
        ThreadFactory threads = new DefaultThreadFactory("child-socket", true);
        for (int i = 0; i < SOCKET_THREADS; i++) {
            sockets.add(new SocketLoop(threads));
        }
        clock.setRemoveOnCancelPolicy(true);
    }

    private static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** For the sockets of a child; these are shared out among them in turns. */
    public SocketLoop sockets() {
        return sockets.get(Math.floorMod(turn.getAndIncrement(), SOCKET_THREADS));
    }

    /** For what waits for a process to end; one thread per child at most. */
    public Executor waiting() {
        return waiting;
    }

    /**
     * Runs the task later on a thread that may wait; not at all once this is closed.
     *
     * @return cancels it
     */
    public Runnable later(Duration delay, Runnable task) {
        try {
            Future<?> pending =
                    clock.schedule(
                            () -> waiting.execute(task), delay.toMillis(), TimeUnit.MILLISECONDS);
            return () -> pending.cancel(false);
        } catch (RejectedExecutionException closed) {
            return () -> {}; // whoever closed this has closed the children before
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        waiting.shutdown();
        sockets.stream()
                .map(SocketLoop::shutdownGracefully)
                .toList()
                .forEach(end -> end.awaitUninterruptibly(2, TimeUnit.SECONDS));
    }
}
