package io.bulkhead.host.runtime.process;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.host.runtime.InstanceSpec;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A place for one child: holds it while it lives, notices when it hangs, and starts another when it
 * dies, as long as that makes sense.
 */
final class Worker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private final InstanceSpec spec;
    private final ChildSettings settings;
    private final ChildThreads threads;
    private final ChildProgram program;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Object lock = new Object();
    private @Nullable ChildProcess child; // guarded by lock; the one that lives, ready or not
    private boolean supervised; // guarded by lock; set once a first child was ready
    private boolean closed; // guarded by lock
    private final RestartPolicy restarts; // guarded by lock
    private volatile @Nullable ChildProcess serving;
    private volatile String lastEnd = "it is starting";
    private volatile boolean quarantined;

    Worker(InstanceSpec spec, ChildProgram program, ChildSettings settings, ChildThreads threads) {
        this.spec = spec;
        this.settings = settings;
        this.threads = threads;
        this.program = program;
        this.restarts = new RestartPolicy(settings.restartPause());
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
                next = ChildProcess.start(model(), program, settings, threads);
            } catch (ServingException e) {
                again(false, e.reason());
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
        }
        LOG.info("Model {} is served by process {}", model(), next.pid());
        threads.later(settings.heartbeatInterval(), () -> beat(next));
    }

    private void beat(ChildProcess asked) {
        if (asked.hasEnded()) {
            return;
        }
        Optional<String> fault = ChildHealth.fault(asked, settings, spec.definition());
        if (fault.isPresent()) {
            replace(asked, fault.get());
            return;
        }
        asked.client()
                .live(settings.heartbeatTimeout())
                .whenComplete(
                        (alive, failure) -> {
                            if (isSilence(failure)) {
                                long seconds = settings.heartbeatTimeout().toSeconds();
                                replace(asked, "gave no sign of life for " + seconds + " s");
                            } else {
                                threads.later(settings.heartbeatInterval(), () -> beat(asked));
                            }
                        });
    }

    private void replace(ChildProcess sick, String fault) {
        LOG.error("Process {} of model {} {}: it is killed", sick.pid(), model(), fault);
        synchronized (lock) {
            if (serving == sick) {
                serving = null;
                lastEnd = "it " + fault;
            }
        }
        sick.kill("it " + fault);
    }

    private static boolean isSilence(@Nullable Throwable failure) {
        return failure instanceof ServingException e && e.code() == ErrorCode.DEADLINE_EXCEEDED;
    }

    private void ended(ChildProcess dead, String how) {
        synchronized (lock) {
            serving = null;
            lastEnd = how;
            boolean answered = dead.client().pulse().hasAnswered();
            again(answered, "process " + dead.pid() + " ended: " + how);
        }
    }

    /** Called under the lock. */
    private void again(boolean answered, String why) {
        if (closed || !supervised) {
            return;
        }
        restarts.died(answered)
                .ifPresentOrElse(
                        pause -> {
                            LOG.error(
                                    "Model {}: {}; another starts in {} ms",
                                    model(),
                                    why,
                                    pause.toMillis());
                            threads.later(pause, this::restart);
                        },
                        () -> {
                            quarantined = true;
                            LOG.error(
                                    "Model {}: {}; no other is started, as {} in a row have"
                                            + " answered nothing; load the model again",
                                    model(),
                                    why,
                                    restarts.fruitless());
                        });
    }

    private void restart() {
        start().exceptionally(
                        failure -> {
                            // A child that was there is reported, and followed, at its end.
                            LOG.debug("Model {} could not be restarted", model(), failure);
                            return null;
                        });
    }

    /**
     * Called when a call was lost: nothing more goes to that child, and if it is the connection
     * that broke and not the process, the process is of no use any more.
     *
     * @return completes with words for how it ended
     */
    CompletionStage<String> lost(ChildCalls client) {
        ChildProcess broken;
        synchronized (lock) {
            broken = child;
            if (broken == null || broken.client() != client) {
                return CompletableFuture.completedFuture(lastEnd);
            }
            if (serving == broken) {
                serving = null;
                lastEnd = "the connection to it broke";
            }
        }
        broken.kill();
        return broken.ended();
    }

    /** Whether its children died so often that no other is started. */
    boolean quarantined() {
        return quarantined;
    }

    /** Calls to the child, if it is ready. */
    Optional<ChildCalls> client() {
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
