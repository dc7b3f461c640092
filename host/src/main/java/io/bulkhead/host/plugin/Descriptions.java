package io.bulkhead.host.plugin;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.host.environment.Environment;
import io.bulkhead.host.plugin.release.LoaderWatch;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks plugins what they offer, each once and on a thread of its own: a plugin that never answers
 * is not used, and keeps nobody else waiting for longer than the deadline. No lock is held while a
 * plugin is called. Thread-safe.
 */
final class Descriptions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Descriptions.class);
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final Duration deadline;
    private final LoaderWatch watch;
    private final Map<Environment, FutureTask<Description>> descriptions = new HashMap<>();

    Descriptions(LoaderWatch watch) {
        this(DEADLINE, watch);
    }

    /**
     * @param deadline until a plugin must have said what it offers
     * @param watch is told of those that are let go
     */
    Descriptions(Duration deadline, LoaderWatch watch) {
        this.deadline = deadline;
        this.watch = watch;
    }

    /** What an environment offers. */
    Description of(Environment environment) {
        FutureTask<Description> task;
        boolean isNew;
        synchronized (descriptions) {
            isNew = !descriptions.containsKey(environment);
            task =
                    descriptions.computeIfAbsent(
                            environment, absent -> new FutureTask<>(() -> described(environment)));
        }
        if (isNew) {
            Thread thread = new Thread(task, "describe-" + environment.id());
            thread.setDaemon(true);
            thread.start();
        }
        return await(task, environment);
    }

    private Description described(Environment environment) {
        Description description = Description.of(environment, watch);
        if (!description.fault().isEmpty()) {
            LOG.warn(
                    "Plugin {} is not used: {}",
                    environment.origin().getFileName(),
                    description.fault());
        }
        if (Thread.interrupted()) { // nobody waits for it any more
            description.release();
        }
        return description;
    }

    private Description await(FutureTask<Description> task, Environment environment) {
        try {
            return task.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | CancellationException e) {
            if (task.cancel(true)) {
                LOG.warn("Plugin {} is not used: it does not answer", environment.label());
            }
            return Description.failed(
                    "plugin '"
                            + environment.label()
                            + "' does not say within "
                            + deadline.toSeconds()
                            + " s what it offers");
        } catch (ExecutionException e) {
            throw new IllegalStateException("describing a plugin failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ServingException.loadFailed("asking the plugins was interrupted", e);
        }
    }

    /** Lets go of plugins whose files are gone. */
    void forgetGone() {
        forget(environment -> !environment.paths().stream().allMatch(Files::exists));
    }

    private void forget(Predicate<Environment> gone) {
        List<FutureTask<Description>> dropped = new ArrayList<>();
        synchronized (descriptions) {
            descriptions
                    .entrySet()
                    .removeIf(entry -> gone.test(entry.getKey()) && dropped.add(entry.getValue()));
        }
        dropped.forEach(Descriptions::release);
    }

    private static void release(FutureTask<Description> task) {
        if (!task.cancel(true) && !task.isCancelled()) {
            try {
                task.get().release();
            } catch (ExecutionException e) {
                LOG.debug("A plugin that could not be described is gone", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        forget(environment -> true);
    }
}
