package io.bulkhead.host.runtime.process;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.metadata.ModelId;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One child from its start to its end, whatever runs in it. It owns the process and all that
 * belongs to it, and frees that when the process ends, however it does.
 */
final class ChildProcess {
    private static final Logger LOG = LoggerFactory.getLogger(ChildProcess.class);

    private final ModelId model;
    private final ChildSettings settings;
    private final ChildProgram.Running running;
    private final Process process;
    private final CompletableFuture<Void> ready;
    private final CompletableFuture<String> ended;
    private volatile String killedBecause = "";

    private ChildProcess(
            ModelId model,
            ChildSettings settings,
            ChildThreads threads,
            ChildProgram.Running running,
            CompletableFuture<Void> ready) {
        this.model = model;
        this.settings = settings;
        this.running = running;
        this.process = running.process();
        this.ready = ready;
        this.ended = process.onExit().thenApplyAsync(this::end, threads.waiting());
        Runnable timer = threads.later(settings.loadTimeout(), this::giveUpLoading);
        var unused =
                ready.whenComplete(
                        (loaded, failure) -> {
                            timer.run();
                            if (failure != null) {
                                kill();
                            }
                        });
    }

    /**
     * Starts a child; {@link #ready} tells when its model is loaded.
     *
     * @throws ServingException if no process can be started; nothing is left then
     */
    static ChildProcess start(
            ModelId model, ChildProgram program, ChildSettings settings, ChildThreads threads) {
        CompletableFuture<Void> ready = new CompletableFuture<>();
        try {
            ChildProgram.Running running = program.start(new Loading(ready));
            return new ChildProcess(model, settings, threads, running, ready);
        } catch (IOException e) {
            throw ServingException.loadFailed("the model's process cannot be started", e);
        }
    }

    private record Loading(CompletableFuture<Void> stage) implements ChildProgram.Listener {
        @Override
        public void ready() {
            stage.complete(null);
        }

        @Override
        public void failed(ServingException reason) {
            stage.completeExceptionally(reason);
        }
    }

    private void giveUpLoading() {
        ready.completeExceptionally(
                new ServingException(
                        ErrorCode.MODEL_LOAD_FAILED,
                        "the model was not loaded within "
                                + settings.loadTimeout().toSeconds()
                                + " s"));
    }

    private String end(Process dead) {
        // The last lines say why: they are read before anybody is told.
        String how = how(dead.exitValue());
        try {
            how = running.lastWords(dead.exitValue());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        running.close();
        how = killedBecause.isEmpty() ? how : killedBecause;
        ready.completeExceptionally(
                new ServingException(
                        ErrorCode.MODEL_LOAD_FAILED,
                        "the model's process ended while loading: " + how));
        return how;
    }

    /** What an exit code says of any process. */
    static String how(int exit) {
        return switch (exit) {
            case 137 -> "killed (SIGKILL)";
            case 143 -> "terminated (SIGTERM)";
            default -> exit > 128 ? "crashed (signal " + (exit - 128) + ")" : "exit code " + exit;
        };
    }

    /** Completes when the model is loaded; fails with ServingException. */
    CompletableFuture<Void> ready() {
        return ready;
    }

    /** Completes with words for how it ended, when all that it held is freed. */
    CompletionStage<String> ended() {
        return ended;
    }

    boolean hasEnded() {
        return ended.isDone();
    }

    /** Calls to it; of use once it is ready. */
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
        if (!endsWithin(settings.stopGrace())) {
            LOG.warn("Process {} of model {} did not stop in time", process.pid(), model);
            kill();
            if (!endsWithin(settings.stopGrace())) {
                LOG.error("Process {} of model {} cannot be killed", process.pid(), model);
            }
        }
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
