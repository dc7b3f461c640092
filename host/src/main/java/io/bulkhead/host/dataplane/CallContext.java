package io.bulkhead.host.dataplane;

import io.bulkhead.api.inference.RequestContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The context of one call as a wire makes it: headers on demand, a deadline on {@link
 * System#nanoTime}'s clock, and cancellation. Thread-safe.
 */
public final class CallContext implements RequestContext {
    /** For calls without a deadline. */
    public static final long NO_DEADLINE = Long.MAX_VALUE;

    private final Supplier<Map<String, List<String>>> headers;
    private final long deadlineNanos;
    private final List<Runnable> cancelActions = new ArrayList<>(0);
    private boolean cancelled;

    /**
     * @param headers called at most once per use; names in lower case
     * @param deadlineNanos on the clock of {@link System#nanoTime}, or {@link #NO_DEADLINE}
     */
    public CallContext(Supplier<Map<String, List<String>>> headers, long deadlineNanos) {
        this.headers = headers;
        this.deadlineNanos = deadlineNanos;
    }

    /** Without headers and deadline, for calls of the server's own. */
    public static CallContext background() {
        return new CallContext(Map::of, NO_DEADLINE);
    }

    @Override
    public Map<String, List<String>> headers() {
        return headers.get();
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
    public void onCancel(Runnable action) {
        synchronized (cancelActions) {
            if (!cancelled) {
                cancelActions.add(action);
                return;
            }
        }
        action.run();
    }

    /** Called by the wire when the client is gone. */
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
        actions.forEach(Runnable::run);
    }
}
