package io.bulkhead.api.route;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/**
 * What a model's own endpoint answers. Immutable; the body's memory must stay as it is until the
 * server has written it.
 *
 * @param status of HTTP, 200 to 599
 * @param headers by name; what concerns the connection, such as {@code Content-Length}, is the
 *     server's to set
 * @param body from its position to its limit
 */
public record RouteResponse(int status, Map<String, String> headers, ByteBuffer body) {
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    /** Checks the status and copies the headers. */
    public RouteResponse {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status must be 200 to 599, found " + status);
        }
        headers = Map.copyOf(headers);
        Objects.requireNonNull(body, "body");
    }

    /** Status 200 with JSON. */
    public static RouteResponse json(String text) {
        return json(200, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** JSON in UTF-8. */
    public static RouteResponse json(int status, ByteBuffer body) {
        return new RouteResponse(status, JSON, body);
    }
}
