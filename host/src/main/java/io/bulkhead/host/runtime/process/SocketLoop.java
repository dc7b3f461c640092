package io.bulkhead.host.runtime.process;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelFuture;
import io.grpc.netty.shaded.io.netty.channel.ChannelPromise;
import io.grpc.netty.shaded.io.netty.channel.DefaultChannelPromise;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.IoEventLoop;
import io.grpc.netty.shaded.io.netty.channel.IoHandle;
import io.grpc.netty.shaded.io.netty.channel.IoHandler;
import io.grpc.netty.shaded.io.netty.channel.IoHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.IoRegistration;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.util.IntSupplier;
import io.grpc.netty.shaded.io.netty.util.concurrent.AbstractScheduledEventExecutor;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultPromise;
import io.grpc.netty.shaded.io.netty.util.concurrent.Future;
import io.grpc.netty.shaded.io.netty.util.concurrent.GlobalEventExecutor;
import io.grpc.netty.shaded.io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An event loop whose callers may take their turn in it.
 *
 * <p>Netty's own hands every write to the one thread of the loop, which sleeps until then: to wake
 * it up costs a small request more than all else that the server does for it. Here a thread that
 * begins a call takes the loop where nobody has it, writes and goes on, see {@link #together}. The
 * loop's own thread waits for what the sockets bring, and has the loop only while it works on that.
 * At no time do two threads have it, and each sees what the one before has done, which is all that
 * Netty asks of a loop.
 *
 * <p>All other work is left to the loop's own thread as it is with Netty: what comes of the end of
 * a connection runs code of others, which shall not meet the locks of whoever ended it.
 *
 * <p>Nobody but that thread ever waits for the loop.
 */
final class SocketLoop extends AbstractScheduledEventExecutor implements IoEventLoop {
    /** What one thread does at most in one go before the sockets or the others' threads come. */
    private static final int TASKS_IN_A_GO = 256;

    private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(10);

    private final ReentrantLock turn = new ReentrantLock();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final SocketSelector selector = new SocketSelector();
    private final IoHandler sockets;
    private final IoHandlerContext waits = new Waits();
    private final Promise<Void> end = new DefaultPromise<>(GlobalEventExecutor.INSTANCE);
    private volatile @Nullable Thread holder; // of the turn
    private final AtomicBoolean asleep = new AtomicBoolean(); // the loop's own thread
    private volatile boolean closing;
    private volatile boolean closed;
    private long wakesAt; // with the turn
    private int awaited; // with the turn

    /**
     * @param threads of its one thread, which ends when this is shut down
     */
    SocketLoop(ThreadFactory threads) {
        this.sockets = NioIoHandler.newFactory(selector, () -> this::untilReady).newHandler(this);
        threads.newThread(this::serve).start();
    }

    /**
     * Does it, and then what it gives this loop to do, all at once: several messages of one call go
     * out in one write. Where another has the loop, that one does what is given.
     *
     * @param work done in any case by who calls this, which must hold no lock
     */
    <T> T together(Supplier<T> work) {
        if (inEventLoop() || !turn.tryLock()) {
            return work.get();
        }
        holder = Thread.currentThread();
        try {
            return work.get();
        } finally {
            runTasks();
            if (!tasks.isEmpty() || selector.interest() != awaited || earlier()) {
                wake();
            }
            holder = null;
            turn.unlock();
        }
    }

    @Override
    public void execute(Runnable task) {
        if (closed) {
            throw new RejectedExecutionException("the loop has ended");
        }
        tasks.add(task);
        if (!inEventLoop()) {
            wake();
        }
    }

    private void wake() {
        if (asleep.compareAndSet(true, false)) {
            selector.wakeup();
        }
    }

    private long untilNextTask() {
        long next = nextScheduledTaskDeadlineNanos();
        return next < 0
                ? LONGEST_WAIT
                : Math.min(LONGEST_WAIT, Math.max(0, next - ticker().nanoTime()));
    }

    /** Whether the loop's thread would sleep too long. */
    private boolean earlier() {
        long next = nextScheduledTaskDeadlineNanos();
        return next >= 0 && next - wakesAt < 0;
    }

    private void runTasks() {
        for (int i = 0; i < TASKS_IN_A_GO; i++) {
            Runnable task = tasks.poll();
            if (task == null) {
                return;
            }
            safeExecute(task);
        }
    }

    private void serve() {
        turn.lock();
        holder = Thread.currentThread();
        try {
            sockets.initialize();
            while (!closing) {
                sockets.run(waits);
                fetchFromScheduledTaskQueue(tasks);
                runTasks();
            }
            finish();
        } finally {
            holder = null;
            turn.unlock();
            end.trySuccess(null);
        }
    }

    private void finish() {
        runAllTasks();
        sockets.prepareToDestroy();
        runAllTasks();
        cancelScheduledTasks();
        closed = true;
        sockets.destroy();
        runAllTasks(); // what came until a moment ago
    }

    private void runAllTasks() {
        while (!tasks.isEmpty()) {
            runTasks();
        }
    }

    /** Has the loop's thread wait for the sockets, and gives up the turn until then. */
    private int untilReady(IntSupplier selectNow, boolean hasTasks) throws Exception {
        int ready = selectNow.get(); // also forgets the keys of the last time, as Netty wants it
        if (ready == 0 && !hasTasks) {
            long wait = untilNextTask();
            wakesAt = ticker().nanoTime() + wait;
            awaited = selector.interest();
            await(TimeUnit.NANOSECONDS.toMillis(wait) + 1);
        }
        return ready;
    }

    private void await(long millis) throws IOException {
        Thread self = Thread.currentThread();
        holder = null;
        asleep.set(true);
        turn.unlock();
        try {
            if (tasks.isEmpty() && !closing) {
                selector.await(millis);
            }
        } finally {
            Thread.interrupted(); // it would not wait again
            asleep.set(false);
            turn.lock();
            holder = self;
        }
    }

    @Override
    public boolean inEventLoop(Thread thread) {
        return thread == holder;
    }

    @Override
    public boolean isExecutorThread(Thread thread) {
        return inEventLoop(thread);
    }

    @Override
    public EventLoopGroup parent() {
        return this;
    }

    @Override
    public IoEventLoop next() {
        return this;
    }

    @Override
    @Deprecated
    public ChannelFuture register(Channel channel) {
        return register(new DefaultChannelPromise(channel, this));
    }

    @Override
    @Deprecated
    public ChannelFuture register(ChannelPromise promise) {
        promise.channel().unsafe().register(this, promise);
        return promise;
    }

    @Override
    @Deprecated
    public ChannelFuture register(Channel channel, ChannelPromise promise) {
        channel.unsafe().register(this, promise);
        return promise;
    }

    @Override
    public Future<IoRegistration> register(IoHandle handle) {
        Promise<IoRegistration> promise = newPromise();
        if (inEventLoop()) {
            register(handle, promise);
        } else {
            execute(() -> register(handle, promise));
        }
        return promise;
    }

    private void register(IoHandle handle, Promise<IoRegistration> promise) {
        try {
            promise.trySuccess(sockets.register(handle));
        } catch (Exception refused) { // of the interface
            promise.tryFailure(refused);
        }
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handle) {
        return sockets.isCompatible(handle);
    }

    @Override
    public boolean isIoType(Class<? extends IoHandler> type) {
        return type.isInstance(sockets);
    }

    @Override
    public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
        stop();
        return end;
    }

    @Override
    @Deprecated
    public void shutdown() {
        stop();
    }

    private void stop() {
        closing = true;
        selector.wakeup();
    }

    @Override
    public Future<?> terminationFuture() {
        return end;
    }

    @Override
    public boolean isShuttingDown() {
        return closing;
    }

    @Override
    public boolean isShutdown() {
        return end.isDone();
    }

    @Override
    public boolean isTerminated() {
        return end.isDone();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return end.await(timeout, unit);
    }

    /** What Netty asks of whoever runs its sockets; when to wait says {@link #untilReady}. */
    private final class Waits implements IoHandlerContext {
        @Override
        public boolean canBlock() {
            return tasks.isEmpty() && !hasScheduledTasks();
        }

        @Override
        public long delayNanos(long now) {
            return untilNextTask();
        }

        @Override
        public long deadlineNanos() {
            return nextScheduledTaskDeadlineNanos();
        }
    }
}
