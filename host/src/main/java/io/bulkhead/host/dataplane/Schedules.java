package io.bulkhead.host.dataplane;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.host.model.LoadedModel;
import io.bulkhead.host.telemetry.tracing.TraceSpan;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What requests say of their time and urgency: Triton's extension {@code schedule_policy}. The
 * parameters are the server's, so the model does not see them.
 */
public final class Schedules {
    private static final String TIMEOUT = "timeout";
    private static final String PRIORITY = "priority";
    private static final long LONGEST_NANOS = TimeUnit.DAYS.toNanos(365);

    private final DeadlineTimer timer;
    private final Duration defaultTimeout;

    /**
     * @param timer stays its owner's
     * @param defaultTimeout of requests whose models do not say; zero: as long as they like
     */
    public Schedules(DeadlineTimer timer, Duration defaultTimeout) {
        this.timer = timer;
        this.defaultTimeout = defaultTimeout;
    }

    /** Whether there is anything to heed; most requests have nothing. */
    boolean isAsked(LoadedModel model, InferenceRequest request) {
        Parameters parameters = request.parameters();
        return !timeoutOf(model).isZero()
                || (!parameters.isEmpty()
                        && (parameters.asMap().containsKey(TIMEOUT)
                                || parameters.asMap().containsKey(PRIORITY)));
    }

    private Duration timeoutOf(LoadedModel model) {
        return model.definition().schedule().defaultTimeout().orElse(defaultTimeout);
    }

    /**
     * The request as the model is to get it. Its deadline is the earliest of the wire's, its own
     * and the settings'.
     *
     * @throws ServingException {@code INVALID_ARGUMENT} if a parameter is no such number
     */
    ScheduledCall of(LoadedModel model, InferenceRequest request, RequestContext wire) {
        Parameters parameters = request.parameters();
        long timeout = TimeUnit.MICROSECONDS.toNanos(number(parameters, TIMEOUT));
        int priority = (int) Math.min(number(parameters, PRIORITY), Integer.MAX_VALUE);
        long now = System.nanoTime();
        long left = least(timeout, timeoutOf(model).toNanos(), wire.timeRemaining());
        long deadline = left == Long.MAX_VALUE ? CallContext.NO_DEADLINE : now + left;
        CallContext context =
                new CallContext(wire::headers, deadline, priority, TraceSpan.of(wire));
        wire.onCancel(context::cancel);
        return new ScheduledCall(timer, model.id(), plain(request), context, now, deadline);
    }

    private static long number(Parameters parameters, String name) {
        Optional<Object> found = parameters.get(name);
        if (found.isEmpty()) {
            return 0;
        }
        if (found.get() instanceof Long number && number >= 0) {
            return number;
        }
        throw ServingException.invalidArgument(
                "parameter '"
                        + name
                        + "': an integer of 0 or more"
                        + (name.equals(TIMEOUT) ? ", in microseconds," : "")
                        + " is wanted, found "
                        + described(found.get()));
    }

    private static String described(Object value) {
        return value instanceof Number || value instanceof Boolean
                ? value.toString()
                : value instanceof String ? "text" : "a list or an object";
    }

    /** 0 is no limit. */
    private static long least(long timeout, long defaultTimeout, Optional<Duration> wire) {
        long least = wire.map(Duration::toNanos).orElse(Long.MAX_VALUE);
        for (long limit : new long[] {timeout, defaultTimeout}) {
            if (limit > 0) {
                least = Math.min(least, Math.min(limit, LONGEST_NANOS));
            }
        }
        return least;
    }

    private static InferenceRequest plain(InferenceRequest request) {
        return new InferenceRequest(
                request.id(),
                request.parameters().without(TIMEOUT).without(PRIORITY),
                request.inputs(),
                request.outputs());
    }
}
