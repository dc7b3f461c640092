package io.bulkhead.host.config;

import java.time.Duration;
import java.util.Optional;

/**
 * How requests wait for a model, and for how long: Triton's queue policy, under its names.
 *
 * @param defaultTimeout {@code default_timeout_microseconds}: what a request may take that does not
 *     say; zero: as long as it likes; empty: the server's
 * @param priorityLevels {@code priority_levels}: how many; 1 is the most urgent
 * @param defaultPriorityLevel {@code default_priority_level}: of requests that do not say
 * @param maxQueueSize {@code max_queue_size}: the most requests that wait at once
 */
public record SchedulePolicy(
        Optional<Duration> defaultTimeout,
        int priorityLevels,
        int defaultPriorityLevel,
        int maxQueueSize) {
    private static final int LEVELS = 10;
    private static final int WAITING = 1_024;

    static final int MOST_LEVELS = 100;
    static final int MOST_WAITING = 1_000_000;

    /** A year; what is longer is a mistake. */
    static final long MOST_TIMEOUT_MICROS = 365L * 24 * 3600 * 1_000_000;

    /** The policy of a model whose settings say nothing. */
    public static SchedulePolicy standard() {
        return new SchedulePolicy(Optional.empty(), LEVELS, middleOf(LEVELS), WAITING);
    }

    /** So that a request can say that it is less urgent than others, too. */
    static int middleOf(int levels) {
        return (levels + 1) / 2;
    }
}
