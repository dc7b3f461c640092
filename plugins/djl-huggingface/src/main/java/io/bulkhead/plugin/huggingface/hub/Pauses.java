package io.bulkhead.plugin.huggingface.hub;

import java.time.Duration;

/** How one waits before one asks again. */
@FunctionalInterface
interface Pauses {
    /** Those of a clock. */
    Pauses REAL = time -> Thread.sleep(time.toMillis());

    /** Waits so long. */
    void pause(Duration time) throws InterruptedException;

    /**
     * Waits, and notices who no longer wants the result.
     *
     * @throws HubException if the thread is interrupted, which it stays
     */
    default void before(Duration time) throws HubException {
        try {
            pause(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw HubException.passing("the load was given up", e);
        }
    }

    /** Ever longer ones: 1, 2, 4, 8, … seconds. */
    static Duration after(int failures) {
        return Duration.ofSeconds(1L << Math.min(failures - 1, 5));
    }
}
