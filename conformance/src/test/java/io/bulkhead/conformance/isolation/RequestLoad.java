package io.bulkhead.conformance.isolation;

import io.bulkhead.conformance.RunningServer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;

/** Threads that ask one model without a pause, and what went wrong. */
final class RequestLoad implements AutoCloseable {
    private static final String REQUEST =
            """
            {"inputs": [{"name": "x", "shape": [1], "datatype": "FP32", "data": [1]}]}
            """;

    private final ExecutorService pool;
    private final AtomicBoolean over = new AtomicBoolean();
    private final List<Future<List<String>>> results = new ArrayList<>();
    private int answered;

    RequestLoad(RunningServer server, String model, int threads) {
        pool = Executors.newFixedThreadPool(threads);
        for (int i = 0; i < threads; i++) {
            results.add(pool.submit(() -> ask(server, "/v2/models/" + model + "/infer")));
        }
    }

    private List<String> ask(RunningServer server, String path) throws Exception {
        List<String> failures = new ArrayList<>();
        while (!over.get()) {
            HttpResponse<String> answer = server.post(path, REQUEST);
            if (answer.statusCode() != 200) {
                failures.add(answer.statusCode() + " " + answer.body());
            }
            count();
        }
        return failures;
    }

    private synchronized void count() {
        answered++;
    }

    synchronized int answered() {
        return answered;
    }

    /** Waits until so many more requests were answered. */
    void awaitMore(int count) {
        int before = answered();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> answered() >= before + count);
    }

    /** Ends the load; the answers that were none. */
    List<String> stop() throws Exception {
        over.set(true);
        List<String> failures = new ArrayList<>();
        for (Future<List<String>> result : results) {
            failures.addAll(result.get());
        }
        return failures;
    }

    @Override
    public void close() {
        over.set(true);
        pool.shutdownNow();
    }
}
