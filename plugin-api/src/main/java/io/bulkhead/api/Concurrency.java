package io.bulkhead.api;

/**
 * How many threads may call a model's {@code predict} at once, and which.
 *
 * @param limit the most calls at once; the server queues the rest
 * @param mayRunInPlace whether {@code predict} only computes and never waits, so that the server
 *     may call it on a thread that reads from the network as long as it is measured to be quick
 */
public record Concurrency(int limit, boolean mayRunInPlace) {
    /** Checks the limit. */
    public Concurrency {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be 1 or more, found " + limit);
        }
    }

    /** Any number of threads; may wait inside. The default. */
    public static Concurrency unlimited() {
        return new Concurrency(Integer.MAX_VALUE, false);
    }

    /** Any number of threads, and pure computation. */
    public static Concurrency computeOnly() {
        return new Concurrency(Integer.MAX_VALUE, true);
    }

    /** At most so many calls at once; 1 for a model that is not thread-safe. */
    public static Concurrency atMost(int limit) {
        return new Concurrency(limit, false);
    }
}
