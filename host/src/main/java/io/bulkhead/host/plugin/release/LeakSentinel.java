package io.bulkhead.host.plugin.release;

import io.bulkhead.api.metadata.ModelId;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether the class loaders of unloaded models go, and says what holds those that do not.
 *
 * <p>Some time after a loader was closed its threads are interrupted, the garbage collector is
 * asked to run, and whoever is still there then is a leak: said in the log once for each plugin and
 * model, and listed by {@link #leaks} for as long as it lasts. Who holds it is told by the live
 * threads, else by a dump of the heap, which stops the server for as long as it takes to write, so
 * only once for each plugin, and if the heap is small enough. Its one thread is there only while
 * some loader is awaited. Thread-safe.
 */
public final class LeakSentinel implements LoaderWatch, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeakSentinel.class);
    private static final Duration IDLE = Duration.ofSeconds(1);

    /** A soft reference that was used since the last collection survives one. */
    private static final int COLLECTIONS = 2;

    private static final Duration THREADS_END = Duration.ofSeconds(1);

    private static final class Awaited {
        private final WeakReference<ClassLoader> loader;
        private final long number;
        private final String label;
        private final Optional<ModelId> model;
        private final String plugin;
        private final long closedNanos = System.nanoTime();
        private volatile String holders = "";

        Awaited(
                ClassLoader loader,
                long number,
                String label,
                Optional<ModelId> model,
                String plugin) {
            this.loader = new WeakReference<>(loader);
            this.number = number;
            this.label = label;
            this.model = model;
            this.plugin = plugin;
        }

        boolean isGone() {
            return loader.refersTo(null);
        }

        String who() {
            return model.map(id -> "model '" + id + "', ").orElse("") + "plugin " + plugin;
        }
    }

    private final Duration patience;
    private final HolderSearch search;
    private final ScheduledThreadPoolExecutor timer;
    private final List<Awaited> awaited = new ArrayList<>(); // guarded by itself
    private final Set<String> reported = new HashSet<>(); // of the timer's thread
    private boolean scheduled; // guarded by awaited

    /**
     * @param patience from the closing of a loader until it must be gone; zero: nobody looks
     * @param largestDump heaps that are larger are not dumped to find the holder, in bytes
     */
    public LeakSentinel(Duration patience, long largestDump) {
        this.patience = patience;
        this.search = new HolderSearch(largestDump);
        this.timer =
                new ScheduledThreadPoolExecutor(
                        1, LeakSentinel::thread, new ThreadPoolExecutor.DiscardPolicy());
        timer.setKeepAliveTime(IDLE.toMillis(), TimeUnit.MILLISECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "leak-sentinel");
        thread.setDaemon(true);
        thread.setContextClassLoader(LeakSentinel.class.getClassLoader());
        return thread;
    }

    @Override
    public <L extends ClassLoader & ReleasedLoader> void closed(
            L loader, Optional<ModelId> model, String plugin) {
        if (patience.isZero()) {
            return;
        }
        synchronized (awaited) {
            awaited.add(new Awaited(loader, loader.number(), loader.label(), model, plugin));
            scheduleRound();
        }
    }

    private void scheduleRound() {
        if (!scheduled) {
            scheduled = true;
            var unused = timer.schedule(this::round, patience.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Those that should be gone and are not. */
    public List<Leak> leaks() {
        return all().stream()
                .filter(one -> !one.isGone() && !one.holders.isEmpty())
                .map(one -> new Leak(one.model, one.plugin, one.holders))
                .toList();
    }

    /** Whether every loader that was closed is gone, as far as was looked. */
    public boolean hasNoneLeft() {
        return all().stream().allMatch(Awaited::isGone);
    }

    /** The models that they were made for: one entry for each leak. */
    public List<ModelId> models() {
        return leaks().stream().flatMap(leak -> leak.model().stream()).toList();
    }

    /** Why a model is not released as a whole, in words; empty if it is. */
    public Optional<String> notice(ModelId model) {
        List<String> holders =
                leaks().stream()
                        .filter(leak -> leak.model().filter(model::equals).isPresent())
                        .map(Leak::holders)
                        .distinct()
                        .toList();
        return holders.isEmpty()
                ? Optional.empty()
                : Optional.of("an unloaded copy stays in memory: " + String.join("; ", holders));
    }

    private void round() {
        try {
            forgetGone();
            List<Awaited> due = due();
            if (!due.isEmpty()) {
                interruptThreads(due);
                for (int i = 0; i < COLLECTIONS && !due.isEmpty(); i++) {
                    System.gc(); // concurrent, as the start script sets the JVM up
                    due.removeIf(Awaited::isGone);
                }
                due.forEach(this::report);
                forgetGone();
            }
        } catch (RuntimeException e) { // the next round may find out
            LOG.warn("What holds unloaded plugins cannot be told", e);
        } finally {
            synchronized (awaited) {
                scheduled = false;
                if (!awaited.isEmpty()) {
                    scheduleRound();
                }
            }
        }
    }

    private List<Awaited> due() {
        long now = System.nanoTime();
        List<Awaited> due = new ArrayList<>(all());
        due.removeIf(
                one ->
                        !one.holders.isEmpty()
                                || now - one.closedNanos < patience.toNanos() * 9 / 10);
        return due;
    }

    private List<Awaited> all() {
        synchronized (awaited) {
            return List.copyOf(awaited);
        }
    }

    private void forgetGone() {
        List<Awaited> gone = new ArrayList<>();
        synchronized (awaited) {
            awaited.removeIf(one -> one.isGone() && gone.add(one));
        }
        for (Awaited one : gone) {
            if (!one.holders.isEmpty()) {
                LOG.info("Released after all: the class loader of {}", one.who());
            }
        }
    }

    private static void interruptThreads(Collection<Awaited> due) {
        Set<Thread> threads = new HashSet<>();
        for (Awaited one : due) {
            LeakedThreads leaked = threads(one);
            leaked.interrupt();
            threads.addAll(leaked.threads());
        }
        long deadline = System.nanoTime() + THREADS_END.toNanos();
        try {
            for (Thread thread : threads) {
                long left = Math.max(1, (deadline - System.nanoTime()) / 1_000_000);
                thread.join(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server stops
        }
    }

    private static LeakedThreads threads(Awaited one) {
        @Nullable ClassLoader loader = one.loader.get();
        return loader == null ? LeakedThreads.NONE : LeakedThreads.of(loader, one.label);
    }

    private void report(Awaited one) {
        List<String> threads = threads(one).texts();
        boolean isFirst = !reported.contains(one.who());
        String holders;
        if (!threads.isEmpty()) {
            holders = "held by " + String.join(", and by ", threads);
        } else if (isFirst) {
            holders = search.holder(one.number);
        } else {
            holders = "held by what held the one before";
        }
        if (one.isGone()) {
            return; // a dump collects garbage, too
        }
        one.holders = holders;
        reported.add(one.who());
        if (isFirst) {
            LOG.warn(
                    "The class loader of {} is still in memory {} s after it was closed: {}",
                    one.who(),
                    patience.toSeconds(),
                    one.holders);
        } else {
            LOG.debug("Once more: the class loader of {}: {}", one.who(), one.holders);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
