package io.bulkhead.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.bulkhead.api.Isolation;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.client.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An annotated method learns how long its caller waits, and that it has gone, in every isolation.
 */
class CallersTest {
    private static final InferenceRequest ASKS = asking(false);
    private static final InferenceRequest WAITS = asking(true);

    @TempDir private Path folder;

    private static InferenceRequest asking(boolean waits) {
        return InferenceRequest.of(Tensor.of("waits", Shape.of(1), new boolean[] {waits}));
    }

    @ParameterizedTest
    @EnumSource(Isolation.class)
    void methodsKnowTheTimeThatIsLeftAndWhoHasGone(Isolation isolation) throws IOException {
        Models.write(folder, Scaling.Waiting.class);
        ModelUnderTest model =
                ModelUnderTest.in(folder).withRuntime(Scaling.Waiting.class).asked(ASKS);
        try (ServedCopies served = ServedCopies.start(model, isolation)) {
            RunningServer server = served.server();
            assertThat(left(server.grpc().infer(served.name(), ASKS)))
                    .isBetween(1L, ServedCopies.PATIENCE.toMillis());
            // HTTP tells no deadline unless the client is asked to.
            assertThat(left(server.rest().infer(served.name(), ASKS))).isEqualTo(-1);

            CompletableFuture<Reply> waiting =
                    server.grpc().inferAsync(new ModelId(served.name(), ""), WAITS);
            awaitOne(server, "came_sum");
            assertThat(waiting.cancel(true)).isTrue();
            awaitOne(server, "gone_sum");
        }
    }

    private static void awaitOne(RunningServer server, String metric) {
        Awaitility.await()
                .atMost(ServedCopies.PATIENCE)
                .until(
                        () ->
                                metrics(server)
                                        .lines()
                                        .anyMatch(
                                                line ->
                                                        line.startsWith(metric)
                                                                && line.endsWith(" 1.0")));
    }

    private static long left(Reply reply) {
        return reply.output("left").toLongs()[0];
    }

    private static String metrics(RunningServer server) throws IOException {
        try (InputStream in = server.metricsAddress().toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
