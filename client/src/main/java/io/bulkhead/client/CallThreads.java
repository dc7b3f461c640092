package io.bulkhead.client;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of a client, which do not keep a JVM alive. */
final class CallThreads {
    private CallThreads() {}

    static ExecutorService named(String prefix) {
        AtomicInteger count = new AtomicInteger();
        return Executors.newCachedThreadPool(
                task -> {
                    Thread thread = new Thread(task, prefix + count.getAndIncrement());
                    thread.setDaemon(true);
                    return thread;
                });
    }
}
