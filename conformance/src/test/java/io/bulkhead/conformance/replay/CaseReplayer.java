package io.bulkhead.conformance.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Replays cases against one running server. */
public final class CaseReplayer implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final RestClient rest;
    private final Optional<RestClient> metrics;
    private final Optional<GrpcClient> grpc;

    /**
     * Opens nothing yet but a channel; the caller closes it.
     *
     * @param endpoints where the server answers
     * @param corpus holds the protocol's descriptors
     */
    public CaseReplayer(Endpoints endpoints, Corpus corpus) throws IOException {
        ProtoServices services = ProtoServices.read(corpus.descriptorSet());
        this.rest = new RestClient(endpoints.rest(), TIMEOUT);
        this.metrics = endpoints.metrics().map(base -> new RestClient(base, TIMEOUT));
        this.grpc = endpoints.grpc().map(target -> new GrpcClient(target, services, TIMEOUT));
    }

    @Override
    public void close() {
        grpc.ifPresent(GrpcClient::close);
    }

    /** Runs the steps of a case in their order; a step that fails does not stop the others. */
    public Verdict replay(RecordedCase recorded) throws InterruptedException {
        List<String> differences = new ArrayList<>();
        int skipped = 0;
        for (int i = 0; i < recorded.steps().size(); i++) {
            Optional<List<String>> outcome = run(recorded.steps().get(i), Integer.toString(i));
            outcome.ifPresent(differences::addAll);
            skipped += outcome.isEmpty() ? 1 : 0;
        }
        return new Verdict(differences, skipped == recorded.steps().size());
    }

    /** How a step's answer differs from what is expected; empty when it cannot be sent. */
    private Optional<List<String>> run(JsonNode step, String label) throws InterruptedException {
        if (step.has("parallel")) {
            return runAtOnce(Trees.elements(step.path("parallel")), label);
        }
        if (step.has("sleep")) {
            pause(step.path("sleep"));
            return Optional.of(List.of());
        }
        return cannotSend(step) ? Optional.empty() : Optional.of(send(step, label));
    }

    private boolean cannotSend(JsonNode step) {
        return isGrpc(step) ? grpc.isEmpty() : forMetrics(step) && metrics.isEmpty();
    }

    private List<String> send(JsonNode step, String label) {
        String start = "step " + label + " " + title(step) + ": ";
        Answer answer;
        try {
            answer = call(step);
        } catch (IOException | RuntimeException e) { // whatever stops an answer is a difference
            String type = e.getClass().getSimpleName();
            return List.of(start + "no answer: " + type + ": " + e.getMessage());
        }
        return differences(step, answer).stream().map(line -> start + line).toList();
    }

    private Answer call(JsonNode step) throws IOException {
        if (isGrpc(step)) {
            return grpc.orElseThrow().call(step);
        }
        return (forMetrics(step) ? metrics.orElseThrow() : rest).call(step);
    }

    /** None when the answer is the expected one or any that the step also takes. */
    private static List<String> differences(JsonNode step, Answer answer) {
        JsonNode none = JsonNodeFactory.instance.objectNode();
        JsonNode expected = Trees.child(step, "expect").orElse(none);
        List<String> differences = answer.differencesFrom(Expectation.of(expected));
        JsonNode also = step.path("also");
        List<JsonNode> others = also.isObject() ? List.of(also) : Trees.elements(also);
        boolean another =
                others.stream()
                        .anyMatch(other -> answer.differencesFrom(Expectation.of(other)).isEmpty());
        return another ? List.of() : differences;
    }

    private Optional<List<String>> runAtOnce(List<JsonNode> steps, String label)
            throws InterruptedException {
        CyclicBarrier start = new CyclicBarrier(steps.size());
        ExecutorService threads = Executors.newFixedThreadPool(steps.size());
        try {
            List<Future<Optional<List<String>>>> running = new ArrayList<>();
            for (int i = 0; i < steps.size(); i++) {
                JsonNode step = steps.get(i);
                String stepLabel = label + "." + i;
                running.add(threads.submit(() -> runTogether(start, step, stepLabel)));
            }
            return allOf(running);
        } finally {
            threads.shutdownNow();
        }
    }

    private Optional<List<String>> runTogether(CyclicBarrier start, JsonNode step, String label)
            throws InterruptedException, BrokenBarrierException, TimeoutException {
        start.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        pause(step.path("delay"));
        return run(step, label);
    }

    /** Everything that differs, in the order of the steps; empty when one could not be sent. */
    private static Optional<List<String>> allOf(List<Future<Optional<List<String>>>> running)
            throws InterruptedException {
        List<String> differences = new ArrayList<>();
        boolean skipped = false;
        for (Future<Optional<List<String>>> one : running) {
            Optional<List<String>> outcome = get(one);
            skipped |= outcome.isEmpty();
            outcome.ifPresent(differences::addAll);
        }
        return skipped ? Optional.empty() : Optional.of(differences);
    }

    private static Optional<List<String>> get(Future<Optional<List<String>>> running)
            throws InterruptedException {
        try {
            return running.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a parallel step broke off", e.getCause());
        }
    }

    /**
     * Waits because the case says so: what it asks for depends on the time between two requests.
     */
    private static void pause(JsonNode seconds) throws InterruptedException {
        TimeUnit.MICROSECONDS.sleep(Math.round(seconds.asDouble() * 1e6));
    }

    private static boolean isGrpc(JsonNode step) {
        return step.path("protocol").asText().equals("grpc");
    }

    private static boolean forMetrics(JsonNode step) {
        return step.path("server").asText().equals("metrics");
    }

    private static String title(JsonNode step) {
        return isGrpc(step)
                ? "grpc " + step.path("method").asText()
                : step.path("method").asText("GET") + " " + step.path("path").asText();
    }
}
