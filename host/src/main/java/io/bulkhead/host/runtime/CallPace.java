package io.bulkhead.host.runtime;

import io.bulkhead.api.Concurrency;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.route.RouteRequest;
import io.bulkhead.api.tensor.Tensor;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * How quick a model has shown itself, and so whether a call may run on the thread that brought it.
 * A hand-off to another thread costs several times what a small model does; a slow model on an I/O
 * thread stalls every connection of that thread. So only a model that says of itself that it never
 * waits runs in place, only small requests, and only while its running average stays low.
 *
 * <p>Thread-safe. Lost updates of the average under races are harmless.
 */
final class CallPace {
    private static final long QUICK_NANOS = Duration.of(200, ChronoUnit.MICROS).toNanos();
    private static final int SMALL_ELEMENTS = 4_096;
    private static final int SMALL_BYTES = 8 * SMALL_ELEMENTS;
    private static final int WEIGHT_SHIFT = 4;

    private final boolean mayRunInPlace;
    private volatile long averageNanos = Long.MAX_VALUE;

    CallPace(Concurrency concurrency) {
        // Threads of the network come as many as they like, so a limit cannot be kept on them.
        this.mayRunInPlace =
                concurrency.mayRunInPlace() && concurrency.limit() == Integer.MAX_VALUE;
    }

    boolean runsInPlace(InferenceRequest request) {
        return mayRunInPlace && averageNanos < QUICK_NANOS && isSmall(request);
    }

    private static boolean isSmall(InferenceRequest request) {
        long elements = 0;
        for (int i = 0; i < request.inputs().size(); i++) {
            Tensor input = request.inputs().get(i);
            elements += input.size();
        }
        return elements <= SMALL_ELEMENTS;
    }

    boolean runsInPlace(RouteRequest request) {
        return mayRunInPlace && averageNanos < QUICK_NANOS && isSmall(request);
    }

    private static boolean isSmall(RouteRequest request) {
        return request.body().remaining() <= SMALL_BYTES;
    }

    /** Takes in how long a call took; large requests say nothing about small ones. */
    void record(InferenceRequest request, long nanos) {
        if (mayRunInPlace && isSmall(request)) {
            record(nanos);
        }
    }

    /** As {@link #record(InferenceRequest, long)}. */
    void record(RouteRequest request, long nanos) {
        if (mayRunInPlace && isSmall(request)) {
            record(nanos);
        }
    }

    private void record(long nanos) {
        long average = averageNanos;
        averageNanos =
                average == Long.MAX_VALUE ? nanos : average + ((nanos - average) >> WEIGHT_SHIFT);
    }
}
