package io.bulkhead.host.runtime.process;

import io.bulkhead.api.ModelMetrics;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.host.runtime.InstanceSpec;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A place for one child: holds it while it lives, notices when it hangs, and starts another when it
 * dies, after a pause that grows from death to death.
 */
final class Worker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    /** A child that has lived so long has shown that its predecessor's death was no habit. */
    private static final Duration STABLE = Duration.ofSeconds(60);

    private final InstanceSpec spec;
    private final ChildSettings settings;
    private final ChildThreads threads;
    private final ModelMetrics metrics;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Object lock = new Object();
    private @Nullable ChildProcess child; // guarded by lock; the one that lives, ready or not
    private boolean supervised; // guarded by lock; set once a first child was ready
    private boolean closed; // guarded by lock
    private int deaths; // guarded by lock; in a row
    private @Nullable ChildProcess lastServing; // guarded by lock
    private long servingSince; // guarded by lock
    private volatile @Nullable ChildProcess serving;
    private volatile String lastEnd = "it is starting";

    Worker(InstanceSpec spec, ChildSettings settings, ChildThreads threads, ModelMetrics metrics) {
        this.spec = spec;
        this.settings = settings;
        this.threads = threads;
        this.metrics = metrics;
    }

    private ModelId model() {
        return spec.definition().id();
    }

    /** Starts a child; fails with ServingException if its model cannot be loaded. */
    CompletionStage<Void> start() {
        ChildProcess next;
        synchronized (lock) {
            if (closed) {
                return CompletableFuture.failedFuture(
                        new ServingException(ErrorCode.UNAVAILABLE, "the model is being unloaded"));
            }
            try {
                next = ChildProcess.start(spec, settings, threads, metrics);
            } catch (ServingException e) {
                again(e.reason());
                return CompletableFuture.failedFuture(e);
            }
            child = next;
        }
        next.ended().thenAccept(how -> ended(next, how));
        return next.ready().thenRun(() -> serve(next));
    }

    private void serve(ChildProcess next) {
        synchronized (lock) {
            if (closed || next.hasEnded()) {
                return;
            }
            supervised = true;
            serving = next;
            lastServing = next;
            servingSince = System.nanoTime();
        }
        LOG.info("Model {} is served by process {}", model(), next.pid());
        threads.later(settings.heartbeatInterval(), () -> beat(next));
    }

    private void beat(ChildProcess asked) {
        if (asked.hasEnded()) {
            return;
        }
        asked.client()
                .live(settings.heartbeatTimeout())
                .whenComplete(
                        (alive, failure) -> {
                            if (isSilence(failure)) {
                                LOG.error(
                                        "Process {} of model {} has not answered for {} s: it is"
                                                + " killed",
                                        asked.pid(),
                                        model(),
                                        settings.heartbeatTimeout().toSeconds());
                                asked.kill();
                            } else {
                                threads.later(settings.heartbeatInterval(), () -> beat(asked));
                            }
                        });
    }

    private static boolean isSilence(@Nullable Throwable failure) {
        return failure instanceof ServingException e && e.code() == ErrorCode.DEADLINE_EXCEEDED;
    }

    private void ended(ChildProcess dead, String how) {
        synchronized (lock) {
            if (lastServing == dead && System.nanoTime() - servingSince > STABLE.toNanos()) {
                deaths = 0;
            }
            serving = null;
            lastEnd = how;
            again("process " + dead.pid() + " ended: " + how);
        }
    }

    /** Called under the lock. */
    private void again(String why) {
        if (closed || !supervised) {
            return;
        }
        Duration pause = pause(deaths++);
        LOG.error("Model {}: {}; another starts in {} ms", model(), why, pause.toMillis());
        threads.later(pause, this::restart);
    }

    private void restart() {
        start().exceptionally(
                        failure -> {
                            // A child that was there is reported, and followed, at its end.
                            LOG.debug("Model {} could not be restarted", model(), failure);
                            return null;
                        });
    }

    private static Duration pause(int deathsBefore) {
        if (deathsBefore == 0) {
            return FIRST_PAUSE;
        }
        Duration pause = Duration.ofSeconds(1L << Math.min(deathsBefore - 1, 6));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    /**
     * Called when a call was lost: nothing more goes to that child, and if it is the connection
     * that broke and not the process, the process is of no use any more.
     */
    void lost(ChildClient client) {
        ChildProcess broken;
        synchronized (lock) {
            broken = serving;
            if (broken == null || broken.client() != client) {
                return;
            }
            serving = null;
            lastEnd = "the connection to it broke";
        }
        broken.kill();
    }

    /** Calls to the child, if it is ready. */
    Optional<ChildClient> client() {
        ChildProcess current = serving;
        return current == null ? Optional.empty() : Optional.of(current.client());
    }

    /** Calls under way, for choosing the worker with the fewest. */
    AtomicInteger inFlight() {
        return inFlight;
    }

    /** How the last child ended, in words. */
    String lastEnd() {
        return lastEnd;
    }

    @Override
    public void close() {
        ChildProcess last;
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            serving = null;
            last = child;
        }
        if (last != null) {
            last.stop();
        }
    }
}
