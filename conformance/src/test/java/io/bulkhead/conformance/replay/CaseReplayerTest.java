package io.bulkhead.conformance.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CaseReplayerTest {
    private ScriptedServer server;

    @BeforeEach
    void start() throws IOException {
        server =
                new ScriptedServer(
                        List.of(
                                ScriptedServer.Reply.json("{\"a\": 1}"),
                                ScriptedServer.Reply.json("{\"a\": 2}"),
                                new ScriptedServer.Reply(
                                        200,
                                        Map.of("content-type", "text/event-stream"),
                                        "data: {\"a\": 1}\n\ndata: {\"a\": 2}\n\n")));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void passesWhenEveryStepPasses() throws Exception {
        Verdict verdict =
                replay(
                        "{'path': '/0', 'expect': {'body': {'a': 1}}}",
                        "{'path': '/1', 'expect': {'body': {'a': 2}}}");
        assertThat(verdict.passed()).isTrue();
    }

    @Test
    void runsTheStepsAfterOneThatFails() throws Exception {
        Verdict verdict =
                replay(
                        "{'path': '/0', 'expect': {'body': {'a': 9}}}",
                        "{'path': '/1', 'expect': {'body': {'a': 9}}}");
        assertThat(verdict.differences())
                .containsExactly(
                        "step 0 GET /0: a: expected 9, got 1",
                        "step 1 GET /1: a: expected 9, got 2");
    }

    @Test
    void takesAnyOfTheAnswersThatAlsoPass() throws Exception {
        String step = "{'path': '/0', 'expect': {'body': {'a': 9}}, 'also': %s}";
        assertThat(replay(step.formatted("[{'status': 404}, {'body': {'a': 1}}]")).passed())
                .isTrue();
        assertThat(replay(step.formatted("{'body': {'a': 1}}")).passed()).isTrue();
        assertThat(replay(step.formatted("[{'status': 404}]")).differences()).hasSize(1);
    }

    @Test
    void readsServerSentEvents() throws Exception {
        String step = "{'path': '/2', 'expect': {'events': [{'a': 1}, {'a': 2}]}}";
        assertThat(replay(step).differences()).isEmpty();
    }

    @Test
    void noAnswerIsADifference() throws Exception {
        server.close();
        assertThat(replay("{'path': '/0'}").differences())
                .singleElement()
                .asString()
                .startsWith("step 0 GET /0: no answer: ConnectException");
    }

    @Test
    void stepsInParallelStartEachAfterItsDelay() throws Exception {
        long start = System.nanoTime();
        Verdict verdict =
                replay(
                        "{'parallel': [{'path': '/0', 'expect': {'body': {'a': 9}}}, {'path': '/1', 'delay': 0.05}]}");
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isGreaterThan(Duration.ofMillis(50));
        assertThat(verdict.differences()).containsExactly("step 0.0 GET /0: a: expected 9, got 1");
    }

    @Test
    void sleepsAsLongAsToldBetweenSteps() throws Exception {
        long start = System.nanoTime();
        assertThat(replay("{'sleep': 0.02}").passed()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isGreaterThan(Duration.ofMillis(20));
    }

    @Test
    void metricsStepsAskTheMetricsServer() throws Exception {
        try (ScriptedServer metrics =
                new ScriptedServer(List.of(ScriptedServer.Reply.json("{\"m\": 1}")))) {
            String step = "{'path': '/0', 'server': 'metrics', 'expect': {'body': {'m': 1}}}";
            assertThat(replay(Optional.of(metrics.base()), step).passed()).isTrue();
        }
    }

    @Test
    void aCaseIsSkippedWhenNoneOfItsStepsCanBeSent() throws Exception {
        String metrics = "{'path': '/0', 'server': 'metrics'}";
        String grpc = "{'protocol': 'grpc', 'method': 'ServerLive'}";
        assertThat(replay(metrics, grpc).skipped()).isTrue();
        assertThat(replay(metrics, grpc, "{'path': '/0'}").passed()).isTrue();
    }

    private Verdict replay(String... steps) throws Exception {
        return replay(Optional.empty(), steps);
    }

    private Verdict replay(Optional<URI> metrics, String... steps) throws Exception {
        Endpoints endpoints = new Endpoints(server.base(), Optional.empty(), metrics);
        try (CaseReplayer replayer = new CaseReplayer(endpoints, new Corpus(Path.of("corpus")))) {
            return replayer.replay(
                    new RecordedCase("s", "c", List.of(steps).stream().map(Json::json).toList()));
        }
    }
}
