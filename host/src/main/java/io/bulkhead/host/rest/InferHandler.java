package io.bulkhead.host.rest;

import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.codec.json.BinaryOutputs;
import io.bulkhead.codec.json.InferenceResponseWriter;
import io.bulkhead.codec.json.JsonBuffer;
import io.bulkhead.codec.json.ParsedRequest;
import io.bulkhead.codec.sharedmemory.SharedOutputs;
import io.bulkhead.host.dataplane.AnswerHeaders;
import io.bulkhead.host.dataplane.CallContext;
import io.bulkhead.host.dataplane.DataPlane;
import io.bulkhead.host.dataplane.InferenceAnswer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/** Answers infer and generate. */
final class InferHandler {
    private final DataPlane dataPlane;
    private final CloudEvents cloudEvents;
    private final AnswerHeaders answerHeaders = new AnswerHeaders();

    InferHandler(DataPlane dataPlane, CloudEvents cloudEvents) {
        this.dataPlane = dataPlane;
        this.cloudEvents = cloudEvents;
    }

    void handle(RestExchange exchange, Target target, AnswerForm form) {
        InferBody layout = InferBody.of(exchange.request().getHeaders());
        BodyReader.read(
                exchange,
                (body, length) ->
                        infer(
                                exchange,
                                target,
                                layout.read(body, length, target, dataPlane),
                                form));
    }

    private void infer(
            RestExchange exchange, Target target, ParsedRequest parsed, AnswerForm form) {
        BinaryOutputs binary = form.applyTo(parsed.binaryOutputs());
        SharedOutputs shared = dataPlane.sharedMemory().outputs(parsed.request());
        InferenceRequest request = shared.hiddenIn(parsed.request());
        CallContext context = exchange.newContext();
        CompletionStage<InferenceAnswer> answer =
                dataPlane.infer(target.model(), target.version(), request, context);
        boolean done = answer instanceof CompletableFuture<InferenceAnswer> f && f.isDone();
        if (!done) {
            exchange.awaitElsewhere(context);
        }
        answer.whenComplete((given, failure) -> answer(exchange, given, failure, binary, shared));
    }

    private void answer(
            RestExchange exchange,
            @Nullable InferenceAnswer answer,
            @Nullable Throwable failure,
            BinaryOutputs binary,
            SharedOutputs shared) {
        if (failure != null) {
            exchange.answerFailure(failure);
        } else if (answer != null) {
            exchange.closeWhenAnswered(answer::close);
            answer(exchange, answer, binary, shared);
        }
    }

    private void answer(
            RestExchange exchange,
            InferenceAnswer answer,
            BinaryOutputs binary,
            SharedOutputs shared) {
        InferenceResponse response = AnswerHeaders.withoutHeaders(answer.response());
        JsonBuffer body;
        int jsonLength;
        try {
            shared.write(response);
            body = new JsonBuffer(InferenceResponseWriter.lengthGuess(response, binary));
            jsonLength =
                    InferenceResponseWriter.writeWithBinary(
                            answer.model(), answer.id(), response, binary, shared, body);
        } catch (RuntimeException failure) {
            exchange.answerFailure(failure);
            return;
        }
        cloudEvents.addTo(exchange.responseHeaders(), answer.model(), answer.id());
        if (AnswerHeaders.areIn(answer.response())) {
            addHeaders(exchange.responseHeaders(), answer);
        }
        if (binary.isNone()) {
            exchange.answer(body);
        } else {
            exchange.responseHeaders().put(InferBody.JSON_LENGTH, jsonLength);
            exchange.answerBinary(body);
        }
    }

    /** A value that HTTP cannot carry is percent-encoded, so it can never forge a header. */
    private void addHeaders(HttpFields.Mutable headers, InferenceAnswer answer) {
        answerHeaders
                .of(answer.model(), answer.response())
                .forEach(
                        (name, values) ->
                                values.forEach(
                                        value ->
                                                headers.add(
                                                        name, PercentEncoding.headerValue(value))));
    }
}
