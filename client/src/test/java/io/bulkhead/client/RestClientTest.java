package io.bulkhead.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.client.ClientException.Kind;
import io.bulkhead.client.FakeServer.Answer;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What servers do that are busy, broken or gone; what they should do is tested with a real one. */
@Timeout(60)
class RestClientTest {
    private static final InferenceRequest REQUEST =
            InferenceRequest.of(Tensor.of("x", Shape.of(2), new double[] {1, 2}));
    private static final ClientOptions QUICK =
            ClientOptions.standard()
                    .withBinaryTensors(false)
                    .withRetries(new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(2)));

    private static ClientException failure(FakeServer server, ClientOptions options) {
        try (InferenceClient client = RestClient.to(server.uri(), options)) {
            return catchThrowableOfType(ClientException.class, () -> client.infer("m", REQUEST));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503, 504})
    void asksAgainWhatMayPass(int status) throws Exception {
        try (FakeServer server =
                        new FakeServer(
                                Answer.of(status, "{\"error\":\"busy\"}"),
                                Answer.of(status, ""),
                                Answer.of(200, FakeServer.ANSWER));
                InferenceClient client = RestClient.to(server.uri(), QUICK)) {
            Reply reply = client.infer("m", REQUEST);

            assertThat(reply.output("y").toDoubles()).containsExactly(1.5, 2.5);
            assertThat(reply.id()).isEqualTo("7");
            assertThat(server.requests()).hasSize(3);
        }
    }

    @Test
    void givesUpAfterTheLastAttemptWithTheServersWords() throws Exception {
        try (FakeServer server = new FakeServer(Answer.of(503, "{\"error\":\"still loading\"}"))) {
            ClientException failure = failure(server, QUICK);

            assertThat(failure).hasMessage("after 3 attempts: HTTP 503: still loading");
            assertThat(failure.kind()).isEqualTo(Kind.TEMPORARY);
            assertThat(server.requests()).hasSize(3);
        }
    }

    @Test
    void doesNotRepeatWhatIsRefused() throws Exception {
        try (FakeServer server = new FakeServer(Answer.of(400, "{\"detail\":[\"bad\"]}"))) {
            ClientException failure = failure(server, QUICK);

            assertThat(failure).hasMessage("HTTP 400: [\"bad\"]");
            assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
            assertThat(failure.isAnswer()).isTrue();
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void keepsToThePauseThatTheServerAsksFor() throws Exception {
        try (FakeServer server =
                new FakeServer(new Answer(503, Map.of("Retry-After", "3600"), "busy", 0))) {
            ClientException failure = failure(server, QUICK);

            assertThat(failure).hasMessage("no time for another attempt, 1 failed: HTTP 503: busy");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void theDeadlineCoversAllAttempts() throws Exception {
        try (FakeServer server =
                new FakeServer(Answer.of(503, ""), new Answer(200, Map.of(), "late", 30_000))) {
            ClientException failure = failure(server, QUICK.withDeadline(Duration.ofMillis(300)));

            assertThat(failure.kind()).isEqualTo(Kind.DEADLINE_EXCEEDED);
            assertThat(failure).hasMessage("after 2 attempts: no answer within 300 ms");
        }
    }

    @Test
    void saysThatNobodyListens() {
        try (InferenceClient client = RestClient.to(URI.create("http://127.0.0.1:1"), QUICK)) {
            assertThatExceptionOfType(ClientException.class)
                    .isThrownBy(() -> client.infer("m", REQUEST))
                    .withMessage("after 3 attempts: no server answers at 127.0.0.1:1")
                    .extracting(ClientException::kind)
                    .isEqualTo(Kind.UNREACHABLE);
            assertThat(client.isLive()).isFalse();
            assertThatExceptionOfType(ClientException.class)
                    .isThrownBy(() -> client.isReady(new ModelId("m", "")));
        }
    }

    @Test
    void aCallThatIsGivenUpIsOver() throws Exception {
        try (FakeServer server = new FakeServer(new Answer(200, Map.of(), "late", 30_000));
                InferenceClient client = RestClient.to(server.uri(), QUICK)) {
            CompletableFuture<Reply> call = client.inferAsync(new ModelId("m", ""), REQUEST);
            call.cancel(true);

            assertThat(call).isCancelled();
        }
    }

    @Test
    void aThreadThatIsInterruptedStopsWaiting() throws Exception {
        try (FakeServer server = new FakeServer(new Answer(200, Map.of(), "late", 30_000));
                InferenceClient client = RestClient.to(server.uri(), QUICK)) {
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(ClientException.class)
                    .isThrownBy(() -> client.infer("m", REQUEST))
                    .extracting(ClientException::kind)
                    .isEqualTo(Kind.CANCELLED);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "[1]", "{\"outputs\":[{\"name\":\"y\"}]}"})
    void whatIsNoAnswerIsSaidSo(String body) throws Exception {
        try (FakeServer server = new FakeServer(Answer.of(200, body))) {
            assertThat(failure(server, QUICK))
                    .hasMessageStartingWith("the answer cannot be read: ");
        }
    }

    @Test
    void aMissingOutputIsNamedWithThoseThatAreThere() throws Exception {
        try (FakeServer server = new FakeServer(Answer.of(200, FakeServer.ANSWER));
                InferenceClient client = RestClient.to(server.uri(), QUICK)) {
            Reply reply = client.infer("m", REQUEST);

            assertThatExceptionOfType(NoSuchElementException.class)
                    .isThrownBy(() -> reply.output("z"))
                    .withMessage("model 'm' gave no output 'z', but [y]");
        }
    }

    @Test
    void tellsTheServerTheDeadlineIfAsked() throws Exception {
        try (FakeServer server = new FakeServer(Answer.of(200, FakeServer.ANSWER));
                InferenceClient client =
                        RestClient.to(server.uri(), QUICK.withDeadlineTold(true))) {
            client.infer("m", REQUEST);

            assertThat(server.requests().get(0))
                    .matches("POST /v2/models/m/infer .*\"parameters\":\\{\"timeout\":\\d+\\}.*");
        }
    }

    @Test
    void namesAreEscapedInThePath() throws Exception {
        try (FakeServer server = new FakeServer(Answer.of(200, FakeServer.ANSWER));
                InferenceClient client = RestClient.to(server.uri(), QUICK)) {
            client.infer(new ModelId("a b/c", "ü"), REQUEST);

            assertThat(server.requests().get(0))
                    .startsWith("POST /v2/models/a%20b%2Fc/versions/%C3%BC/infer ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8080", "ftp://x", "http:///path", "/v2"})
    void addressesOfOtherKindsAreRefused(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RestClient.to(URI.create(address)))
                .withMessageContaining("http://host:port");
    }
}
