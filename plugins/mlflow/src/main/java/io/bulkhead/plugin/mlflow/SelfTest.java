package io.bulkhead.plugin.mlflow;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.plugin.mlflow.mlmodel.InputExample;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a model what it was logged with, before anybody else asks it. */
final class SelfTest {
    private static final Logger LOG = LoggerFactory.getLogger(SelfTest.class);
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private SelfTest() {}

    /**
     * @throws ServingException {@code MODEL_LOAD_FAILED} if the model does not answer its own
     *     example
     */
    static void run(MlflowModel model, Optional<InputExample> example) {
        if (example.isEmpty()) {
            return;
        }
        byte[] body = example.get().body().getBytes(StandardCharsets.UTF_8);
        try {
            model.scoring()
                    .score(ByteBuffer.wrap(body), RequestContext.background())
                    .toCompletableFuture()
                    .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            LOG.debug("Answers its input example {}", example.get().file());
        } catch (ServingException e) {
            throw failed(example.get(), e);
        } catch (ExecutionException | TimeoutException e) {
            throw failed(example.get(), e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(example.get(), e);
        }
    }

    private static ServingException failed(InputExample example, Throwable cause) {
        String reason =
                cause instanceof ServingException known
                        ? known.reason()
                        : cause instanceof TimeoutException ? "it took too long" : "internal error";
        return ServingException.loadFailed(
                "the model does not answer the example that it was logged with, "
                        + example.file()
                        + ": "
                        + reason
                        + " (\"self_test\": false in parameters.extra loads it all the same)",
                cause);
    }
}
