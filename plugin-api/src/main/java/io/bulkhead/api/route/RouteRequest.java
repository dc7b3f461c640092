package io.bulkhead.api.route;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * A call of a model's own endpoint. Its headers are those of the {@link
 * io.bulkhead.api.inference.RequestContext}.
 *
 * @param query what stands behind the {@code ?}, as it came; empty text if nothing does
 * @param body already inflated; from its position to its limit, valid until the answer is complete,
 *     not to be written to
 */
public record RouteRequest(String query, ByteBuffer body) {
    /** Checks that both are there. */
    public RouteRequest {
        Objects.requireNonNull(query, "query");
        Objects.requireNonNull(body, "body");
    }
}
