package io.bulkhead.host.runtime;

import io.bulkhead.api.error.ServingException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The calls of a model that somebody waits for, so that they can be answered when the model is
 * closed and still owes them. Calls that run in place end before they could be listed. Thread-safe.
 */
final class OpenCalls {
    /** A call whose outcome somebody waits for. */
    interface Call {
        /** Ends it, unless it has ended already; it is listed no more then. */
        void fail(ServingException why);
    }

    private final Set<Call> calls = ConcurrentHashMap.newKeySet();

    void add(Call call) {
        calls.add(call);
    }

    void remove(Call call) {
        calls.remove(call);
    }

    void failAll(ServingException why) {
        calls.forEach(call -> call.fail(why));
    }
}
