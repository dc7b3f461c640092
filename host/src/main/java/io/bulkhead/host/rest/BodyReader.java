package io.bulkhead.host.rest;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * Reads a request's whole body without blocking, up to a limit, and hands it on; inflated, if it
 * comes compressed. Memory grows with what has come, not with what was announced.
 */
final class BodyReader implements Invocable.Task {
    private static final int MAX_BYTES_AT_FIRST = 64 << 10;
    private static final int BYTES_AT_FIRST_WITHOUT_LENGTH = 4 << 10;

    /** What is done with the body. */
    @FunctionalInterface
    interface Consumer {
        /**
         * May throw: the exchange is then answered with the failure.
         *
         * @param length bytes of the array that count
         */
        void accept(byte[] body, int length);
    }

    private final RestExchange exchange;
    private final Request request;
    private final Consumer consumer;
    private final long declaredLength;
    private byte[] body = new byte[0];
    private int length;

    private BodyReader(RestExchange exchange, Consumer consumer) {
        this.exchange = exchange;
        this.request = exchange.request();
        this.consumer = consumer;
        this.declaredLength = request.getLength();
    }

    /** Returns at once; the consumer is called when the body is there. */
    static void read(RestExchange exchange, Consumer consumer) {
        new BodyReader(exchange, consumer).start();
    }

    private void start() {
        if (declaredLength > exchange.settings().maxRequestBytes()) {
            throw tooLarge();
        }
        run();
    }

    private ServingException tooLarge() {
        return new ServingException(
                ErrorCode.PAYLOAD_TOO_LARGE,
                "the body is larger than the limit of "
                        + exchange.settings().maxRequestBytes()
                        + " bytes");
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    public void run() {
        try {
            if (readAvailable()) {
                handOn();
            }
        } catch (RuntimeException failure) {
            exchange.answerFailure(failure);
        }
    }

    /** Whether that was all; if not, this is run again when there is more. */
    private boolean readAvailable() {
        while (true) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this);
                return false;
            }
            if (Content.Chunk.isFailure(chunk)) {
                exchange.failed(chunk.getFailure());
                return false;
            }
            try {
                append(chunk.getByteBuffer());
            } finally {
                chunk.release();
            }
            if (chunk.isLast()) {
                return true;
            }
        }
    }

    private void append(ByteBuffer bytes) {
        int more = bytes.remaining();
        if (length + (long) more > exchange.settings().maxRequestBytes()) {
            throw tooLarge();
        }
        if (length + more > body.length) {
            body = Arrays.copyOf(body, capacityFor(length + more));
        }
        bytes.get(body, length, more);
        length += more;
    }

    private int capacityFor(int needed) {
        if (body.length == 0) {
            return declaredLength < 0
                    ? Math.max(needed, BYTES_AT_FIRST_WITHOUT_LENGTH)
                    : (int) Math.max(needed, Math.min(declaredLength, MAX_BYTES_AT_FIRST));
        }
        long doubled = Math.min(2L * body.length, Integer.MAX_VALUE - 8);
        return (int)
                Math.max(needed, declaredLength < 0 ? doubled : Math.min(doubled, declaredLength));
    }

    private void handOn() {
        String encoding = request.getHeaders().get(HttpHeader.CONTENT_ENCODING);
        Optional<ContentCoding> coding =
                encoding == null ? Optional.empty() : ContentCoding.of(encoding);
        if (encoding != null && ContentCoding.isUnknown(encoding) && !looksLikeJson()) {
            throw unknownCoding();
        }
        if (coding.isEmpty() && length <= exchange.settings().maxBytesInPlace()) {
            consumer.accept(body, length);
        } else {
            exchange.executor().execute(() -> consumeElsewhere(coding));
        }
    }

    /** What is JSON all the same is read, as MLServer does. */
    private boolean looksLikeJson() {
        int start = 0;
        while (start < length && body[start] <= ' ' && body[start] >= 0) {
            start++;
        }
        return start == length || body[start] == '{';
    }

    private ServingException unknownCoding() {
        exchange.responseHeaders().put(HttpHeader.ACCEPT_ENCODING, "gzip, deflate");
        return new ServingException(
                ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                "the body's Content-Encoding is not known here: gzip or deflate is wanted");
    }

    private void consumeElsewhere(Optional<ContentCoding> coding) {
        try {
            if (coding.isPresent()) {
                long limit = exchange.settings().maxRequestBytes();
                body = Compression.inflate(coding.get(), body, length, limit);
                length = body.length;
            }
            consumer.accept(body, length);
        } catch (RuntimeException failure) {
            exchange.answerFailure(failure);
        }
    }
}
