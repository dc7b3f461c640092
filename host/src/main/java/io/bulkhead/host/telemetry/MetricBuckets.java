package io.bulkhead.host.telemetry;

import io.prometheus.client.Histogram;

/** The bounds that every histogram has: those of Python's client, so MLServer's. */
final class MetricBuckets {
    private static final double[] BOUNDS = {
        .005, .01, .025, .05, .075, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10
    };

    private MetricBuckets() {}

    /** A histogram with these bounds; without exemplars, whose search for a trace costs. */
    static Histogram.Builder histogram(String name, String help) {
        return Histogram.build(name, help).buckets(BOUNDS).withoutExemplars();
    }
}
