package io.bulkhead.api.route;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Flow;

/**
 * What a model's own endpoint answers: a body as a whole, or one that comes in parts. Immutable;
 * the memory of the body, and of each part, must stay as it is until the server has written it.
 *
 * <p>Parts are asked for one at a time, on the threads that {@link io.bulkhead.api.Model#predict}
 * is called on: the first when the answer is, each further one when the one before is written. The
 * stream is cancelled if the client goes away, and is never asked at all if the client went before,
 * so that nothing may be held before {@code subscribe}. The model is not closed before the stream
 * is over. A failure before the first part is answered as a failure of the handler is; one behind
 * it becomes the last event of {@code text/event-stream}, and breaks off any other answer.
 *
 * @param status of HTTP, 200 to 599
 * @param headers by name; what concerns the connection, such as {@code Content-Length}, is the
 *     server's to set
 * @param body from its position to its limit; nothing if it comes in parts
 * @param parts the body in parts; for one subscriber
 */
public record RouteResponse(
        int status,
        Map<String, String> headers,
        ByteBuffer body,
        Optional<Flow.Publisher<ByteBuffer>> parts) {
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    /** Checks the status and copies the headers. */
    public RouteResponse {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status must be 200 to 599, found " + status);
        }
        headers = Map.copyOf(headers);
        Objects.requireNonNull(body, "body");
        if (parts.isPresent() && body.hasRemaining()) {
            throw new IllegalArgumentException("a body as a whole and in parts");
        }
    }

    /** With a body as a whole. */
    public RouteResponse(int status, Map<String, String> headers, ByteBuffer body) {
        this(status, headers, body, Optional.empty());
    }

    /** Status 200 with JSON. */
    public static RouteResponse json(String text) {
        return json(200, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** JSON in UTF-8. */
    public static RouteResponse json(int status, ByteBuffer body) {
        return new RouteResponse(status, JSON, body);
    }

    /** With a body that comes in parts. */
    public static RouteResponse streamed(
            int status, Map<String, String> headers, Flow.Publisher<ByteBuffer> parts) {
        return new RouteResponse(status, headers, ByteBuffer.allocate(0), Optional.of(parts));
    }

    /** Status and headers of this with other parts. */
    public RouteResponse withParts(Flow.Publisher<ByteBuffer> other) {
        return streamed(status, headers, other);
    }
}
