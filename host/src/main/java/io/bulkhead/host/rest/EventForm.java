package io.bulkhead.host.rest;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.codec.json.InferenceResponseWriter;
import io.bulkhead.codec.json.JsonBuffer;
import io.bulkhead.host.dataplane.DataPlane.StreamedAnswer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers as server-sent events; a failure is the last event. */
final class EventForm implements StreamedBody.Form<StreamedAnswer> {
    private static final Logger LOG = LoggerFactory.getLogger(EventForm.class);

    private static final HttpField EVENT_STREAM =
            new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "text/event-stream; charset=utf-8");
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END_OF_EVENT = "\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final int OK = 200;

    @Override
    public void begin(RestExchange exchange) {
        exchange.response().setStatus(OK);
        exchange.responseHeaders().put(EVENT_STREAM);
    }

    @Override
    public ByteBuffer part(StreamedAnswer answer) {
        JsonBuffer event = new JsonBuffer(InferenceResponseWriter.lengthGuess(answer.response()));
        event.raw(DATA);
        InferenceResponseWriter.write(answer.model(), answer.id(), answer.response(), event);
        event.raw(END_OF_EVENT);
        return event.toByteBuffer();
    }

    @Override
    public Optional<ByteBuffer> failure(RestExchange exchange, Throwable cause) {
        return Optional.of(event(exchange, cause));
    }

    static ByteBuffer event(RestExchange exchange, Throwable cause) {
        ErrorCode code = ErrorCode.INTERNAL;
        String message = "internal error";
        if (cause instanceof ServingException explained) {
            code = explained.code();
            message = explained.reason();
        } else {
            LOG.error("a stream failed", cause);
        }
        JsonBuffer error = exchange.error(code, message);
        JsonBuffer event = new JsonBuffer(error.length() + 16);
        event.raw(DATA);
        event.bytes(error.toByteBuffer());
        event.raw(END_OF_EVENT);
        return event.toByteBuffer();
    }
}
