package io.bulkhead.host.rest;

import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.host.codec.json.InferenceRequestReader;
import io.bulkhead.host.dataplane.CallContext;
import io.bulkhead.host.dataplane.DataPlane;

/** Answers infer_stream and generate_stream with server-sent events. */
final class StreamHandler {
    private final DataPlane dataPlane;

    StreamHandler(DataPlane dataPlane) {
        this.dataPlane = dataPlane;
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
        exchange.awaitElsewhere(context);
        dataPlane
                .inferStream(target.model(), target.version(), request, context)
                .subscribe(new EventStream(exchange, context));
    }
}
