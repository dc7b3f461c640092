package io.bulkhead.client;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often and when a call that failed for the moment is sent again. The pause doubles from
 * attempt to attempt and is cut at random to between half and all of it, so that clients that
 * failed together do not come back together. A pause that the server asks for is kept.
 *
 * @param attempts in all, the first included; 1 is never again
 * @param firstPause before the second attempt
 * @param longestPause where doubling ends
 */
public record RetryPolicy(int attempts, Duration firstPause, Duration longestPause) {
    private static final int MOST_DOUBLINGS = 60;

    /** Three attempts, 100 ms and then 200 ms apart. */
    public static final RetryPolicy STANDARD =
            new RetryPolicy(3, Duration.ofMillis(100), Duration.ofSeconds(5));

    /** One attempt. */
    public static final RetryPolicy NONE = new RetryPolicy(1, Duration.ZERO, Duration.ZERO);

    /**
     * @throws IllegalArgumentException for fewer attempts than one or a negative pause
     */
    public RetryPolicy {
        if (attempts < 1) {
            throw new IllegalArgumentException("at least one attempt is needed, found " + attempts);
        }
        if (firstPause.isNegative() || longestPause.isNegative()) {
            throw new IllegalArgumentException("a pause cannot be negative");
        }
    }

    /**
     * @param attempt that failed, counted from 1
     */
    Duration pauseAfter(int attempt) {
        long first = Math.min(firstPause.toNanos(), longestPause.toNanos());
        long most = first;
        for (int i = 1; i < Math.min(attempt, MOST_DOUBLINGS); i++) {
            most = Math.min(longestPause.toNanos(), 2 * most);
        }
        return Duration.ofNanos(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
    }
}
