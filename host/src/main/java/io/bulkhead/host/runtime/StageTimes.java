package io.bulkhead.host.runtime;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * How often a stage of inference took how long. Thread-safe, and cheap to add to: two adders, and
 * what it takes to find the bucket, which for small times comes early.
 */
public final class StageTimes {
    private static final List<Double> BOUNDS =
            List.of(
                    .00001, .000025, .00005, .0001, .00025, .0005, .001, .0025, .005, .01, .025,
                    .05, .1, .25, .5, 1., 2.5, 5., 10.);
    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final long[] boundNanos =
            BOUNDS.stream().mapToLong(bound -> Math.round(bound * NANOS_PER_SECOND)).toArray();
    private final LongAdder[] counts =
            Stream.generate(LongAdder::new).limit(BOUNDS.size() + 1L).toArray(LongAdder[]::new);
    private final LongAdder nanos = new LongAdder();

    StageTimes() {}

    void add(long time) {
        int bucket = 0;
        while (bucket < boundNanos.length && time > boundNanos[bucket]) {
            bucket++;
        }
        counts[bucket].increment();
        nanos.add(time);
    }

    void add(WorkDone.Stage others) {
        for (int i = 0; i < counts.length; i++) {
            counts[i].add(others.counts().get(i));
        }
        nanos.add(others.nanos());
    }

    WorkDone.Stage soFar() {
        return new WorkDone.Stage(counts(), nanos());
    }

    /** The upper bounds of all buckets but the last, which has none, in seconds. */
    public static List<Double> bounds() {
        return BOUNDS;
    }

    /** How many fell into each bucket. */
    public List<Long> counts() {
        return Arrays.stream(counts).map(LongAdder::sum).toList();
    }

    /** All times together. */
    public long nanos() {
        return nanos.sum();
    }

    /** All times together, in seconds. */
    public double seconds() {
        return nanos() / NANOS_PER_SECOND;
    }
}
