package io.bulkhead.host.runtime.process;

import io.grpc.Metadata;

/** How urgent a call is, on its way to a child. */
public final class CallPriority {
    private static final Metadata.Key<String> KEY =
            Metadata.Key.of("bulkhead-priority", Metadata.ASCII_STRING_MARSHALLER);

    private CallPriority() {}

    static void write(int priority, Metadata metadata) {
        if (priority > 0) {
            metadata.put(KEY, Integer.toString(priority));
        }
    }

    /** 0 if the call does not say. */
    public static int read(Metadata metadata) {
        String priority = metadata.get(KEY);
        return priority == null ? 0 : Integer.parseInt(priority);
    }
}
