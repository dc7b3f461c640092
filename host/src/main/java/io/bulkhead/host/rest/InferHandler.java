package io.bulkhead.host.rest;

import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.host.codec.json.InferenceRequestReader;
import io.bulkhead.host.codec.json.InferenceResponseWriter;
import io.bulkhead.host.codec.json.JsonBuffer;
import io.bulkhead.host.dataplane.CallContext;
import io.bulkhead.host.dataplane.DataPlane;
import io.bulkhead.host.dataplane.InferenceAnswer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Answers infer and generate. */
final class InferHandler {
    private final DataPlane dataPlane;
    private final CloudEvents cloudEvents;

    InferHandler(DataPlane dataPlane, CloudEvents cloudEvents) {
        this.dataPlane = dataPlane;
        this.cloudEvents = cloudEvents;
    }

    void handle(RestExchange exchange, Target target) {
        MediaTypes.requireJson(exchange.request().getHeaders());
        BodyReader.read(exchange, (body, length) -> infer(exchange, target, body, length));
    }

    private void infer(RestExchange exchange, Target target, byte[] body, int length) {
        InferenceRequest request = InferenceRequestReader.read(body, 0, length);
        CallContext context =
                new CallContext(
                        new RequestHeaders(exchange.request().getHeaders()),
                        CallContext.NO_DEADLINE);
        CompletionStage<InferenceAnswer> answer =
                dataPlane.infer(target.model(), target.version(), request, context);
        boolean done = answer instanceof CompletableFuture<InferenceAnswer> f && f.isDone();
        if (!done) {
            exchange.awaitElsewhere(context);
        }
        answer.whenComplete((given, failure) -> answer(exchange, given, failure));
    }

    private void answer(
            RestExchange exchange, @Nullable InferenceAnswer answer, @Nullable Throwable failure) {
        if (failure != null) {
            exchange.answerFailure(failure);
        } else if (answer != null) {
            exchange.closeWhenAnswered(answer::close);
            answer(exchange, answer);
        }
    }

    private void answer(RestExchange exchange, InferenceAnswer answer) {
        JsonBuffer json;
        try {
            json = new JsonBuffer(InferenceResponseWriter.lengthGuess(answer.response()));
            InferenceResponseWriter.write(answer.model(), answer.id(), answer.response(), json);
        } catch (RuntimeException failure) {
            exchange.answerFailure(failure);
            return;
        }
        cloudEvents.addTo(exchange.responseHeaders(), answer.model(), answer.id());
        exchange.answer(json);
    }
}
