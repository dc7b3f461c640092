package io.bulkhead.host.rest;

import io.bulkhead.codec.json.IndexRequestReader;
import io.bulkhead.host.codec.json.MetadataWriter;
import io.bulkhead.host.controlplane.ControlPlane;
import java.util.concurrent.CompletionStage;

/** Answers index, load and unload. */
final class RepositoryHandler {
    private static final int OK = 200;

    private final ControlPlane controlPlane;

    RepositoryHandler(ControlPlane controlPlane) {
        this.controlPlane = controlPlane;
    }

    /** Reads the disk, so it is answered on another thread. */
    void index(RestExchange exchange) {
        MediaTypes.requireJsonOrBinary(exchange.request().getHeaders());
        BodyReader.read(
                exchange,
                (body, length) -> {
                    boolean readyOnly = IndexRequestReader.readReadyOnly(body, 0, length);
                    exchange.executor().execute(() -> answerIndex(exchange, readyOnly));
                });
    }

    private void answerIndex(RestExchange exchange, boolean readyOnly) {
        try {
            exchange.answerUncompressed(MetadataWriter.write(controlPlane.index(readyOnly)));
        } catch (RuntimeException failure) {
            exchange.answerFailure(failure);
        }
    }

    void load(RestExchange exchange, String model) {
        // The body is read so that the connection can be used again; it has no say.
        BodyReader.read(exchange, (body, length) -> answer(exchange, controlPlane.load(model)));
    }

    void unload(RestExchange exchange, String model) {
        BodyReader.read(exchange, (body, length) -> answer(exchange, controlPlane.unload(model)));
    }

    private static void answer(RestExchange exchange, CompletionStage<Void> stage) {
        if (!stage.toCompletableFuture().isDone()) {
            exchange.awaitElsewhere();
        }
        stage.whenComplete(
                (done, failure) -> {
                    if (failure != null) {
                        exchange.answerFailure(failure);
                    } else {
                        exchange.answerEmpty(OK);
                    }
                });
    }
}
