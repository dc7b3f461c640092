package io.bulkhead.plugin.huggingface.hub;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Says now and then how far a download is. Used by one thread. */
final class Progress {
    private static final long EVERY_NANOS = Duration.ofSeconds(5).toNanos();
    private static final double MEGA = 1e6;

    private final Consumer<String> listener;
    private final LongSupplier nanoTime;
    private final RepositoryId id;
    private final long total;
    private final long start;
    private long done;
    private long fetched;
    private long told;

    /**
     * @param listener is told in words
     * @param total bytes of all files; 0 if nobody knows
     */
    Progress(Consumer<String> listener, LongSupplier nanoTime, RepositoryId id, long total) {
        this.listener = listener;
        this.nanoTime = nanoTime;
        this.id = id;
        this.total = total;
        this.start = nanoTime.getAsLong();
        this.told = start;
    }

    /** Bytes that were here already. */
    void found(long bytes) {
        done += bytes;
    }

    /** Bytes that came. */
    void came(long bytes) {
        done += bytes;
        fetched += bytes;
        tick("");
    }

    /** Time goes by while nothing comes. */
    void waiting(String why) {
        tick(", " + why);
    }

    private void tick(String why) {
        long now = nanoTime.getAsLong();
        if (now - told >= EVERY_NANOS) {
            told = now;
            listener.accept(words(now) + why);
        }
    }

    private String words(long now) {
        double seconds = (now - start) / 1e9;
        String of =
                total > 0
                        ? String.format(
                                Locale.ROOT,
                                " of %.0f MB (%.0f %%)",
                                total / MEGA,
                                100.0 * done / total)
                        : " MB";
        return String.format(
                Locale.ROOT,
                "%s: fetched %.0f%s, %.1f MB/s",
                id,
                done / MEGA,
                of,
                fetched / MEGA / seconds);
    }
}
