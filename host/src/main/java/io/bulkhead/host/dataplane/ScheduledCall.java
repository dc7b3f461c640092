package io.bulkhead.host.dataplane;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.metadata.ModelId;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request that has a deadline or a priority, as the model gets it, and the alarm of its deadline.
 */
final class ScheduledCall {
    private final DeadlineTimer timer;
    private final ModelId model;
    private final InferenceRequest request;
    private final CallContext context;
    private final long start;
    private final long deadlineNanos;
    private volatile @Nullable Future<?> alarm;
    private volatile boolean stopped;

    /**
     * @param start when the deadline was made, on the clock of {@link System#nanoTime}
     * @param deadlineNanos the context's, on the clock of {@link System#nanoTime}, or {@link
     *     CallContext#NO_DEADLINE}
     */
    ScheduledCall(
            DeadlineTimer timer,
            ModelId model,
            InferenceRequest request,
            CallContext context,
            long start,
            long deadlineNanos) {
        this.timer = timer;
        this.model = model;
        this.request = request;
        this.context = context;
        this.start = start;
        this.deadlineNanos = deadlineNanos;
    }

    InferenceRequest request() {
        return request;
    }

    CallContext context() {
        return context;
    }

    /**
     * Sets the alarm: at the deadline, the call fails, and whoever works on it is told.
     *
     * @param fail called once at most
     */
    void start(Consumer<ServingException> fail) {
        if (deadlineNanos == CallContext.NO_DEADLINE || stopped) {
            return;
        }
        alarm =
                timer.at(
                        deadlineNanos,
                        () -> {
                            // Before the model hears of it, which may fail with less to say.
                            fail.accept(late());
                            context.cancel();
                        });
        if (stopped) {
            stop();
        }
    }

    /** The call is over: the alarm is not wanted any more. */
    void stop() {
        stopped = true;
        Future<?> set = alarm;
        if (set != null) {
            set.cancel(false);
        }
    }

    /** What to say if the deadline has passed, for an answer that comes before the alarm rings. */
    Optional<ServingException> lateness() {
        boolean late =
                deadlineNanos != CallContext.NO_DEADLINE && deadlineNanos - System.nanoTime() <= 0;
        return late ? Optional.of(late()) : Optional.empty();
    }

    private ServingException late() {
        return new ServingException(
                ErrorCode.DEADLINE_EXCEEDED,
                "model '"
                        + model
                        + "' had not answered when the request's time of "
                        + TimeUnit.NANOSECONDS.toMicros(deadlineNanos - start)
                        + " microseconds was over");
    }
}
