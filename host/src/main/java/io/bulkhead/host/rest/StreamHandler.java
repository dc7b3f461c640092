package io.bulkhead.host.rest;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.codec.sharedmemory.SharedOutputs;
import io.bulkhead.host.dataplane.CallContext;
import io.bulkhead.host.dataplane.DataPlane;

/**
 * Answers infer_stream and generate_stream with server-sent events. These are text, so outputs are
 * JSON even for a client that wants them binary.
 */
final class StreamHandler {
    private final DataPlane dataPlane;

    StreamHandler(DataPlane dataPlane) {
        this.dataPlane = dataPlane;
    }

    void handle(RestExchange exchange, Target target) {
        InferBody layout = InferBody.of(exchange.request().getHeaders());
        BodyReader.read(
                exchange,
                (body, length) ->
                        infer(
                                exchange,
                                target,
                                layout.read(body, length, target, dataPlane).request()));
    }

    private void infer(RestExchange exchange, Target target, InferenceRequest request) {
        if (dataPlane.sharedMemory().outputs(request) != SharedOutputs.NONE) {
            throw ServingException.invalidArgument(
                    "outputs: those of a stream come as events, not in shared memory");
        }
        CallContext context = exchange.newContext();
        exchange.awaitElsewhere(context);
        dataPlane
                .inferStream(target.model(), target.version(), request, context)
                .subscribe(new StreamedBody<>(exchange, context, new EventForm()));
    }
}
