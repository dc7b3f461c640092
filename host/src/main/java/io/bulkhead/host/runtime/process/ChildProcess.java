package io.bulkhead.host.runtime.process;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.host.runtime.InstanceSpec;
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
 * One child JVM from its start to its end. It owns the process, its folder, its threads and the
 * connection to it, and frees them all when the process ends, however it does.
 */
final class ChildProcess {
    private static final Logger LOG = LoggerFactory.getLogger(ChildProcess.class);
    private static final Duration LAST_LINES = Duration.ofSeconds(2);

    private final ModelId model;
    private final ChildSettings settings;
    private final ChildReports reports;
    private final ChildFolder folder;
    private final Process process;
    private final ChildClient client;
    private final ChildLog log;
    private final Thread output;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<String> ended;
    private volatile String killedBecause = "";

    private ChildProcess(
            InstanceSpec spec,
            ChildSettings settings,
            ChildThreads threads,
            ChildReports reports,
            ChildFolder folder,
            String secret,
            Process process) {
        this.model = spec.definition().id();
        this.settings = settings;
        this.reports = reports;
        this.folder = folder;
        this.process = process;
        this.client = new ChildClient(model, folder.socket(), secret, threads.sockets());
        this.log = new ChildLog(model);
        this.output = readLines(secret);
        this.ended = process.onExit().thenApplyAsync(this::end, threads.waiting());
        Runnable timer = threads.later(settings.loadTimeout(), this::giveUpLoading);
        var unused = ready.whenComplete((loaded, failure) -> timer.run());
    }

    /**
     * Starts a child; {@link #ready} tells when its model is loaded.
     *
     * @throws ServingException if no process can be started; nothing is left then
     */
    static ChildProcess start(
            InstanceSpec spec, ChildSettings settings, ChildThreads threads, ChildReports reports) {
        ChildFolder folder = ChildFolder.create(settings.temporary());
        String secret = ChildSecret.create();
        try {
            new ChildSpecFile()
                    .write(
                            new ChildSpec(
                                    spec,
                                    folder.path(),
                                    folder.socket(),
                                    secret,
                                    settings.telemetry()),
                            folder.spec());
            Process process =
                    new ChildCommand(spec.javaHome().map(settings::on).orElse(settings))
                            .build(folder, spec.definition().child())
                            .start();
            return new ChildProcess(spec, settings, threads, reports, folder, secret, process);
        } catch (IOException e) {
            folder.close();
            throw ServingException.loadFailed("the model's process cannot be started", e);
        }
    }

    private Thread readLines(String secret) {
        ChildMessage.Format messages = new ChildMessage.Format(secret);
        String name = "child-" + process.pid();
        new ChildOutput(process.getErrorStream(), name + "-stderr", log).start();
        return new ChildOutput(
                        process.getInputStream(),
                        name + "-stdout",
                        line ->
                                messages.parse(line)
                                        .ifPresentOrElse(this::hear, () -> log.accept(line)))
                .start();
    }

    private void hear(ChildMessage message) {
        if (message instanceof ChildMessage.Ready) {
            ready.complete(null);
        } else if (message instanceof ChildMessage.Failed failed) {
            ready.completeExceptionally(new ServingException(failed.code(), failed.reason()));
        } else if (message instanceof ChildMessage.MetricRegistered metric) {
            reports.metrics().register(metric.name(), metric.description());
        } else if (message instanceof ChildMessage.MetricLogged metric) {
            reports.metrics().log(metric.name(), metric.value());
        } else if (message instanceof ChildMessage.Worked worked) {
            reports.statistics().add(worked.work());
        } else if (message instanceof ChildMessage.Logged line) {
            log.log(line);
        }
    }

    private void giveUpLoading() {
        boolean late =
                ready.completeExceptionally(
                        new ServingException(
                                ErrorCode.MODEL_LOAD_FAILED,
                                "the model was not loaded within "
                                        + settings.loadTimeout().toSeconds()
                                        + " s"));
        if (late) {
            kill();
        }
    }

    private String end(Process dead) {
        // The last lines say why: they are read before anybody is told.
        try {
            output.join(LAST_LINES.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.close();
        folder.close();
        String how = killedBecause.isEmpty() ? how(dead.exitValue()) : killedBecause;
        ready.completeExceptionally(
                new ServingException(
                        ErrorCode.MODEL_LOAD_FAILED,
                        "the model's process ended while loading: " + how));
        return how;
    }

    private static String how(int exit) {
        return switch (exit) {
            case 3 -> "out of heap memory";
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
    ChildClient client() {
        return client;
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
        process.destroyForcibly();
    }

    /** Asks it to end, and ends it if it does not. Bounded. */
    void stop() {
        // Not Process.destroy: that closes the child's stdin as well, which means "die at once".
        process.toHandle().destroy();
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
