package io.bulkhead.api.inference;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What surrounds one call: who asks and how long the answer is of use. Read by every layer and by
 * runtimes; safe for use by many threads.
 */
public interface RequestContext {
    /**
     * A call that comes from no client: no deadline, no headers, never cancelled. For asking a
     * model of one's own accord: a warm-up, a self-test, a test.
     */
    static RequestContext background() {
        return BackgroundCall.WITHOUT_HEADERS;
    }

    /**
     * As {@link #background()}, with headers.
     *
     * @param headers names in lower case
     */
    static RequestContext background(Map<String, List<String>> headers) {
        return new BackgroundCall(headers);
    }

    /**
     * HTTP headers or gRPC metadata of the request, names in lower case. Built when first asked
     * for; without hop-by-hop headers.
     */
    Map<String, List<String>> headers();

    /** The time left until the client stops waiting; empty if it waits for ever. Zero when over. */
    Optional<Duration> timeRemaining();

    /** Whether the client went away or its time is over: the answer is of no use any more. */
    boolean isCancelled();

    /**
     * Registers an action for the moment when the call is cancelled; runs at once if it is already.
     * It runs on a thread of the server and must not block.
     */
    void onCancel(Runnable action);

    /**
     * How urgent the client says that its request is: 1 before 2, and so on; 0 if it does not say.
     * The server keeps to it in the queue of a model, so only a runtime that queues requests itself
     * needs it.
     */
    default int priority() {
        return 0;
    }
}
