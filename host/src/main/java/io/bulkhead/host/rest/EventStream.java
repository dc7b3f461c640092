package io.bulkhead.host.rest;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.codec.json.InferenceResponseWriter;
import io.bulkhead.codec.json.JsonBuffer;
import io.bulkhead.host.codec.json.MetadataWriter;
import io.bulkhead.host.dataplane.CallContext;
import io.bulkhead.host.dataplane.DataPlane.StreamedAnswer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Flow;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a stream of answers as server-sent events, one at a time: the next is asked for when the
 * last is written. A failure before the first event is an ordinary error; after it, it is the last
 * event.
 */
final class EventStream implements Flow.Subscriber<StreamedAnswer>, Callback {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

    private static final HttpField EVENT_STREAM =
            new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "text/event-stream; charset=utf-8");
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END_OF_EVENT = "\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final int OK = 200;

    private final RestExchange exchange;
    private final CallContext context;
    private final Object lock = new Object();
    private Flow.@Nullable Subscription subscription;
    private boolean begun;
    private boolean writing;
    private boolean ended;
    private @Nullable Throwable failure;

    EventStream(RestExchange exchange, CallContext context) {
        this.exchange = exchange;
        this.context = context;
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        subscription = newSubscription;
        context.onCancel(newSubscription::cancel);
        newSubscription.request(1);
    }

    @Override
    public void onNext(StreamedAnswer answer) {
        JsonBuffer event = new JsonBuffer(InferenceResponseWriter.lengthGuess(answer.response()));
        event.raw(DATA);
        InferenceResponseWriter.write(answer.model(), answer.id(), answer.response(), event);
        event.raw(END_OF_EVENT);
        synchronized (lock) {
            writing = true;
        }
        begin();
        exchange.response().write(false, event.toByteBuffer(), this);
    }

    private void begin() {
        if (!begun) {
            begun = true;
            exchange.response().setStatus(OK);
            exchange.responseHeaders().put(EVENT_STREAM);
        }
    }

    @Override
    public void onError(Throwable cause) {
        end(cause);
    }

    @Override
    public void onComplete() {
        end(null);
    }

    /** Ends the answer, or has it ended once the event being written is out. */
    private void end(@Nullable Throwable cause) {
        synchronized (lock) {
            ended = true;
            failure = cause;
            if (writing) {
                return;
            }
        }
        writeEnd(cause);
    }

    /** An event is written. */
    @Override
    public void succeeded() {
        boolean over;
        synchronized (lock) {
            writing = false;
            over = ended;
        }
        if (over) {
            writeEnd(failure);
        } else if (subscription != null) {
            subscription.request(1);
        }
    }

    /** An event cannot be written: the client is gone. */
    @Override
    public void failed(Throwable cause) {
        context.cancel();
        exchange.failed(cause);
    }

    private void writeEnd(@Nullable Throwable cause) {
        if (cause != null && !begun) {
            exchange.answerFailure(cause);
            return;
        }
        begin();
        ByteBuffer last = cause == null ? BufferUtil.EMPTY_BUFFER : errorEvent(cause);
        exchange.response().write(true, last, exchange);
    }

    private static ByteBuffer errorEvent(Throwable cause) {
        String message = "internal error";
        if (cause instanceof ServingException explained) {
            message = explained.reason();
        } else {
            LOG.error("a stream failed", cause);
        }
        JsonBuffer event = new JsonBuffer(message.length() + 64);
        event.raw(DATA);
        event.raw(MetadataWriter.writeError(message).toString().getBytes(StandardCharsets.UTF_8));
        event.raw(END_OF_EVENT);
        return event.toByteBuffer();
    }
}
