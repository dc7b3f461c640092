package io.bulkhead.host.runtime.process;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.host.config.LogLevel;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
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

    /** So many heartbeats long is the wait for the first. */
    private static final int FIRST_HEARTBEATS = 6;

    private final Crew crew;
    private final PoolProgram program;
    private final ChildSettings settings;
    private final ChildThreads threads;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Object lock = new Object();
    private @Nullable ChildProcess child; // guarded by lock; the one that lives, ready or not
    private boolean supervised; // guarded by lock; set once a first child was ready
    private boolean closed; // guarded by lock
    private final RestartPolicy restarts; // guarded by lock
    private final Map<PoolMember, CompletableFuture<Void>> waiting = new HashMap<>(); // as well
    private Optional<ServingException> startFailure = Optional.empty(); // guarded by lock
    private volatile @Nullable ChildProcess serving;
    private volatile String lastEnd = "it is starting";
    private volatile boolean quarantined;

    Worker(Crew crew, PoolProgram program, ChildSettings settings, ChildThreads threads) {
        this.crew = crew;
        this.program = program;
        this.settings = settings;
        this.threads = threads;
        this.restarts = new RestartPolicy(settings.restartPause());
    }

    /** Starts a child, which loads all models of the crew. */
    void start() {
        ChildProcess next;
        Map<PoolMember, CompletableFuture<Void>> joining;
        synchronized (lock) {
            if (closed) {
                return;
            }
            try {
                next = ChildProcess.start(crew, program, settings, threads);
            } catch (ServingException e) {
                failWaiting(e);
                again(false, e.reason());
                return;
            }
            child = next;
            startFailure = Optional.empty();
            joining = Map.copyOf(waiting);
            waiting.clear();
        }
        next.ended().thenAccept(how -> ended(next, how));
        var unused = next.serves().thenRun(() -> serve(next));
        joining.forEach((member, loaded) -> follow(next.load(member), loaded));
    }

    private static void follow(CompletableFuture<Void> loading, CompletableFuture<Void> told) {
        var unused =
                loading.whenComplete(
                        (loaded, failure) -> {
                            if (failure == null) {
                                told.complete(null);
                            } else {
                                told.completeExceptionally(failure);
                            }
                        });
    }

    /**
     * Loads a model of the crew in the child that lives, or is about to.
     *
     * @return fails with ServingException if it cannot be loaded
     */
    CompletionStage<Void> load(PoolMember member) {
        ChildProcess current;
        synchronized (lock) {
            if (closed) {
                return CompletableFuture.failedFuture(unloading());
            }
            current = child;
            if (current == null || current.hasEnded()) {
                if (startFailure.isPresent()) {
                    return CompletableFuture.failedFuture(startFailure.get());
                }
                return waiting.computeIfAbsent(
                        member,
                        joining ->
                                new CompletableFuture<Void>()
                                        .orTimeout(
                                                settings.loadTimeout().toMillis(),
                                                TimeUnit.MILLISECONDS));
            }
        }
        return current.load(member);
    }

    /** Sets the levels of the loggers in the child that lives. */
    void levels(Map<String, LogLevel> levels) {
        ChildProcess current;
        synchronized (lock) {
            current = child;
        }
        if (current != null) {
            current.levels(levels);
        }
    }

    /** Called under the lock, when there will be no child, or not soon. */
    private void failWaiting(ServingException why) {
        startFailure = Optional.of(why);
        waiting.values().forEach(loaded -> loaded.completeExceptionally(why));
        waiting.clear();
    }

    private static ServingException unloading() {
        return new ServingException(ErrorCode.UNAVAILABLE, "the model is being unloaded");
    }

    /** Closes the copy of a model that has left the crew. */
    void unload(PoolMember member) {
        ChildProcess current;
        synchronized (lock) {
            waiting.remove(member);
            current = child;
        }
        if (current != null) {
            current.unload(member);
        }
    }

    private String label() {
        String label = crew.label();
        return Character.toUpperCase(label.charAt(0)) + label.substring(1);
    }

    private void serve(ChildProcess next) {
        synchronized (lock) {
            if (closed || next.hasEnded()) {
                return;
            }
            supervised = true;
            serving = next;
        }
        LOG.info("{} is served by process {}", label(), next.pid());
        threads.later(settings.heartbeatInterval(), () -> beat(next, firstTimeout()));
    }

    /** The first answer takes classes that are not loaded yet, on a machine that may be busy. */
    private Duration firstTimeout() {
        return settings.heartbeatTimeout().multipliedBy(FIRST_HEARTBEATS);
    }

    private void beat(ChildProcess asked, Duration timeout) {
        if (asked.hasEnded()) {
            return;
        }
        Optional<String> fault =
                ChildHealth.fault(asked, settings, crew.shape().options().memoryLimit());
        if (fault.isPresent()) {
            replace(asked, fault.get());
            return;
        }
        asked.client()
                .live(timeout)
                .whenComplete(
                        (alive, failure) -> {
                            if (isSilence(failure)) {
                                long seconds = timeout.toSeconds();
                                replace(asked, "gave no sign of life for " + seconds + " s");
                            } else {
                                threads.later(
                                        settings.heartbeatInterval(),
                                        () -> beat(asked, settings.heartbeatTimeout()));
                            }
                        });
    }

    private void replace(ChildProcess sick, String fault) {
        LOG.error("Process {} of {} {}: it is killed", sick.pid(), crew.label(), fault);
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
                                    "{}: {}; another starts in {} ms",
                                    label(),
                                    why,
                                    pause.toMillis());
                            threads.later(pause, this::start);
                        },
                        () -> {
                            quarantined = true;
                            failWaiting(
                                    new ServingException(
                                            ErrorCode.UNAVAILABLE,
                                            "its processes ended again and again, the last time: "
                                                    + why));
                            LOG.error(
                                    "{}: {}; no other is started, as {} in a row have"
                                            + " answered nothing; load the model again",
                                    label(),
                                    why,
                                    restarts.fruitless());
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
            if (broken == null || broken.client().pulse() != client.pulse()) {
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

    /** Calls to a model in the child, if it is ready. */
    Optional<ChildCalls> client(PoolMember member) {
        ChildProcess current = serving;
        return current == null ? Optional.empty() : current.client(member);
    }

    /** Why the child that lives does not hold a model of the crew; empty if it does, or will. */
    Optional<String> refusal(PoolMember member) {
        ChildProcess current = serving;
        return current == null ? Optional.empty() : current.refusal(member);
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
            failWaiting(unloading());
            last = child;
        }
        if (last != null) {
            last.stop();
        }
    }
}
