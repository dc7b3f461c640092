package io.bulkhead.host.dataplane;

import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.host.telemetry.tracing.NoSpan;
import io.bulkhead.host.telemetry.tracing.TraceSpan;
import io.bulkhead.host.telemetry.tracing.Traced;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The context of one call as a wire makes it: headers on demand, a deadline on {@link
 * System#nanoTime}'s clock, and cancellation. Thread-safe.
 */
public final class CallContext implements RequestContext, Traced {
    private static final Logger LOG = LoggerFactory.getLogger(CallContext.class);

    /** For calls without a deadline. */
    public static final long NO_DEADLINE = Long.MAX_VALUE;

    private final Supplier<Map<String, List<String>>> headers;
    private final long deadlineNanos;
    private final int priority;
    private final TraceSpan span;
    private final List<Runnable> cancelActions = new ArrayList<>(0);
    private boolean cancelled;

    /**
     * @param headers called at most once per use; names in lower case
     * @param deadlineNanos on the clock of {@link System#nanoTime}, or {@link #NO_DEADLINE}
     */
    public CallContext(Supplier<Map<String, List<String>>> headers, long deadlineNanos) {
        this(headers, deadlineNanos, 0);
    }

    /** As the other, with what {@link #priority} is to say. */
    public CallContext(
            Supplier<Map<String, List<String>>> headers, long deadlineNanos, int priority) {
        this(headers, deadlineNanos, priority, NoSpan.NONE);
    }

    /**
     * As the others, for a call that is traced.
     *
     * @param span of the call; whoever began it ends it
     */
    public CallContext(
            Supplier<Map<String, List<String>>> headers,
            long deadlineNanos,
            int priority,
            TraceSpan span) {
        this.headers = headers;
        this.deadlineNanos = deadlineNanos;
        this.priority = priority;
        this.span = span;
    }

    /** Without headers and deadline, for calls of the server's own. */
    public static CallContext background() {
        return new CallContext(Map::of, NO_DEADLINE);
    }

    @Override
    public Map<String, List<String>> headers() {
        return span.propagated(headers.get());
    }

    @Override
    public TraceSpan span() {
        return span;
    }

    @Override
    public Optional<Duration> timeRemaining() {
        if (deadlineNanos == NO_DEADLINE) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime())));
    }

    @Override
    public boolean isCancelled() {
        synchronized (cancelActions) {
            return cancelled || isOver();
        }
    }

    private boolean isOver() {
        return deadlineNanos != NO_DEADLINE && deadlineNanos - System.nanoTime() <= 0;
    }

    @Override
    public int priority() {
        return priority;
    }

    @Override
    public void onCancel(Runnable action) {
        synchronized (cancelActions) {
            if (!cancelled) {
                cancelActions.add(action);
                return;
            }
        }
        run(action);
    }

    /** Called when the client is gone or the time is over. */
    public void cancel() {
        List<Runnable> actions;
        synchronized (cancelActions) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            actions = List.copyOf(cancelActions);
            cancelActions.clear();
        }
        actions.forEach(CallContext::run);
    }

    /** Actions may be a plugin's: one that fails must not keep the others from being told. */
    private static void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.warn("What was to happen when a call is cancelled failed", e);
        }
    }
}
