package io.bulkhead.host.runtime.process;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.host.config.ChildOptions;
import io.bulkhead.host.config.LogLevel;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One child from its start to its end, whatever runs in it, and the models that it holds. It owns
 * the process and all that belongs to it, and frees that when the process ends, however it does.
 */
public final class ChildProcess {
    private static final Logger LOG = LoggerFactory.getLogger(ChildProcess.class);

    private final Crew crew;
    private final ChildSettings settings;
    private final ChildThreads threads;
    private final PoolProgram.Running running;
    private final Process process;
    private final ChildCopies copies;
    private final CompletableFuture<String> ended;
    private volatile String how = "";
    private volatile String killedBecause = "";

    private ChildProcess(
            Crew crew,
            ChildSettings settings,
            ChildThreads threads,
            PoolProgram.Running running,
            ChildCopies copies) {
        this.crew = crew;
        this.settings = settings;
        this.threads = threads;
        this.running = running;
        this.process = running.process();
        this.copies = copies;
        this.ended = process.onExit().thenApplyAsync(this::end, threads.waiting());
        Duration time = Duration.ZERO;
        for (ChildCopy copy : copies.all()) {
            time = time.plus(timeout(copy.member())); // they are loaded one after the other
            limit(copy, time);
        }
        var unused = copies.useless().thenAccept(this::kill);
    }

    /**
     * Starts a child, which loads the models of the crew.
     *
     * @throws ServingException if no process can be started; nothing is left then
     */
    static ChildProcess start(
            Crew crew, PoolProgram program, ChildSettings settings, ChildThreads threads) {
        List<PoolMember> members = crew.members();
        ChildCopies copies = new ChildCopies(members);
        try {
            PoolProgram.Running running = program.start(members, copies);
            return new ChildProcess(crew, settings, threads, running, copies);
        } catch (IOException e) {
            throw ServingException.loadFailed("the model's process cannot be started", e);
        }
    }

    private Duration timeout(PoolMember member) {
        ChildOptions options = member.model().instance().definition().child();
        return options.loadTimeout().orElse(settings.loadTimeout());
    }

    private void limit(ChildCopy copy, Duration time) {
        Runnable timer = threads.later(time, () -> giveUpLoading(copy));
        var unused = copy.loaded().whenComplete((loaded, failure) -> timer.run());
    }

    private void giveUpLoading(ChildCopy copy) {
        if (copy.loaded().isDone()) {
            return;
        }
        if (copy.getsFurther()) {
            limit(copy, timeout(copy.member())); // as a download does: its time begins anew
            return;
        }
        running.unload(copy.member());
        copies.failed(
                copy.member(),
                new ServingException(
                        ErrorCode.MODEL_LOAD_FAILED,
                        "the model was not loaded within "
                                + timeout(copy.member()).toSeconds()
                                + " s"));
    }

    /**
     * Loads a model beside those that are here, unless it is one of them.
     *
     * @return fails with ServingException if it cannot be loaded
     */
    CompletableFuture<Void> load(PoolMember member) {
        copies.add(member)
                .ifPresent(
                        copy -> {
                            limit(copy, timeout(member));
                            running.load(member);
                        });
        if (!how.isEmpty()) {
            copies.ended(endedWhileLoading());
        }
        return copies.of(member)
                .map(ChildCopy::loaded)
                .orElseGet(() -> CompletableFuture.failedFuture(endedWhileLoading()));
    }

    /** Closes the copy of a model, loaded or not yet. */
    void unload(PoolMember member) {
        if (copies.remove(member)) {
            running.unload(member);
        }
    }

    private String end(Process dead) {
        // The last lines say why: they are read before anybody is told.
        String words = how(dead.exitValue());
        try {
            words = running.lastWords(dead.exitValue());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        running.close();
        how = killedBecause.isEmpty() ? words : killedBecause;
        copies.ended(endedWhileLoading());
        return how;
    }

    private ServingException endedWhileLoading() {
        return new ServingException(
                ErrorCode.MODEL_LOAD_FAILED, "the model's process ended while loading: " + how);
    }

    /** What an exit code says of any process. */
    public static String how(int exit) {
        return switch (exit) {
            case 137 -> "killed (SIGKILL)";
            case 143 -> "terminated (SIGTERM)";
            default -> exit > 128 ? "crashed (signal " + (exit - 128) + ")" : "exit code " + exit;
        };
    }

    /** See {@link PoolProgram.Running#levels}. */
    void levels(Map<String, LogLevel> levels) {
        running.levels(levels);
    }

    /** Completes when the first model is loaded. */
    CompletableFuture<Void> serves() {
        return copies.serves();
    }

    /** Calls to a model in it, if that is loaded. */
    Optional<ChildCalls> client(PoolMember member) {
        return copies.of(member).flatMap(copy -> copy.calls(running));
    }

    /** Why it could not load a model; empty if it could, or still tries. */
    Optional<String> refusal(PoolMember member) {
        return copies.of(member).flatMap(ChildCopy::refusal);
    }

    /** Completes with words for how it ended, when all that it held is freed. */
    CompletionStage<String> ended() {
        return ended;
    }

    boolean hasEnded() {
        return ended.isDone();
    }

    /** The connection to it; of use once it serves. */
    ChildCalls client() {
        return running.calls();
    }

    long pid() {
        return process.pid();
    }

    /**
     * Ends it at once.
     *
     * @param why in words, for the log and for clients
     */
    void kill(String why) {
        killedBecause = why;
        kill();
    }

    /** Ends it at once. */
    void kill() {
        running.kill();
    }

    /** Asks it to end, and ends it if it does not. Bounded. */
    void stop() {
        running.stop();
        if (!endsWithin(stopGrace())) {
            LOG.warn("Process {} of {} did not stop in time", process.pid(), crew.label());
            kill();
            if (!endsWithin(settings.stopGrace())) {
                LOG.error("Process {} of {} cannot be killed", process.pid(), crew.label());
            }
        }
    }

    private Duration stopGrace() {
        Duration usual = settings.stopGrace();
        return running.writesAtItsEnd() ? usual.multipliedBy(4) : usual;
    }

    private boolean endsWithin(Duration time) {
        try {
            ended.get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException late) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
