package io.bulkhead.host.runtime.process;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a child's answers tell of it. One whose heartbeat answers can still hang: when request after
 * request passes its deadline and not one is answered. Thread-safe; an answer costs two reads.
 */
public final class ChildPulse {
    private static final int ENOUGH = 3;

    private final AtomicInteger missed = new AtomicInteger();
    private volatile boolean answered;
    private volatile long missingSince;

    /** A request was answered, be it by an error of the model's. */
    public void answered() {
        if (!answered) {
            answered = true;
        }
        if (missed.get() != 0) {
            missed.set(0);
        }
    }

    /** A request's deadline passed. */
    public void missed(long now) {
        if (missed.getAndIncrement() == 0) {
            missingSince = now;
        }
    }

    /** Whether it has ever answered. */
    boolean hasAnswered() {
        return answered;
    }

    /** Whether it has missed several deadlines in a row, over this time. */
    boolean hangs(long now, Duration atLeast) {
        return missed.get() >= ENOUGH && now - missingSince >= atLeast.toNanos();
    }
}
