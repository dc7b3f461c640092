package io.bulkhead.conformance.isolation;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bulkhead.conformance.RunningServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;

/** Threads that ask one model without a pause, and what went wrong. */
final class RequestLoad implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REQUEST =
            """
            {"inputs": [{"name": "x", "shape": [1], "datatype": "FP32", "data": [1]}]}
            """;

    private final ExecutorService pool;
    private final AtomicBoolean over = new AtomicBoolean();
    private final List<Future<List<String>>> results = new ArrayList<>();
    private int answered;

    /** Whether an answer is a right one. */
    interface Verdict {
        boolean isRight(String body) throws IOException;
    }

    /** Is asked before each request what may be answered. */
    interface Check {
        Verdict begin();
    }

    RequestLoad(RunningServer server, String model, int threads) {
        this(server, model, threads, () -> body -> true);
    }

    RequestLoad(RunningServer server, String model, int threads, Check check) {
        pool = Executors.newFixedThreadPool(threads);
        for (int i = 0; i < threads; i++) {
            results.add(pool.submit(() -> ask(server, "/v2/models/" + model + "/infer", check)));
        }
    }

    private List<String> ask(RunningServer server, String path, Check check) throws Exception {
        List<String> failures = new ArrayList<>();
        while (!over.get()) {
            Verdict verdict = check.begin();
            try {
                HttpResponse<String> answer = server.post(path, REQUEST);
                if (answer.statusCode() != 200 || !verdict.isRight(answer.body())) {
                    failures.add(answer.statusCode() + " " + answer.body());
                }
            } catch (IOException lost) {
                failures.add(Instant.now() + " " + lost + "; the server says:\n" + server.log());
            }
            count();
        }
        return failures;
    }

    /** The first number of the first output. */
    static double number(String body) throws IOException {
        return JSON.readTree(body).path("outputs").path(0).path("data").path(0).asDouble();
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
