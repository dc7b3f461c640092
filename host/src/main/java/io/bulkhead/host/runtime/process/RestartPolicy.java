package io.bulkhead.host.runtime.process;

import java.time.Duration;
import java.util.Optional;

/**
 * How long to wait before another child takes a dead one's place, and when to give up. What counts
 * is whether the dead one had answered anything: a child that worked and died may be replaced at
 * once, one that never works is tried less and less often, and then no more.
 */
final class RestartPolicy {
    private static final int MOST_FRUITLESS = 6;

    private final Duration firstPause;
    private int fruitless;

    /**
     * @param firstPause the shortest; 10, 20, 40, ... times that follow
     */
    RestartPolicy(Duration firstPause) {
        this.firstPause = firstPause;
    }

    /**
     * Notes a death.
     *
     * @param answered whether the dead one had answered a request
     * @return the pause before the next one; empty if there shall be none
     */
    Optional<Duration> died(boolean answered) {
        fruitless = answered ? 0 : fruitless + 1;
        if (fruitless > MOST_FRUITLESS) {
            return Optional.empty();
        }
        return Optional.of(
                fruitless < 2 ? firstPause : firstPause.multipliedBy(10L << (fruitless - 2)));
    }

    /** Deaths in a row without an answer between them. */
    int fruitless() {
        return fruitless;
    }
}
