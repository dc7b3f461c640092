package io.bulkhead.host.runtime.process.python;

import io.bulkhead.api.inference.RequestContext;
import java.util.List;

/** How a request came, as its headers tell. */
enum ClientWire {
    /** Over HTTP with JSON or bytes, or from the server itself. */
    REST,
    /** Over gRPC, whose messages say so. */
    GRPC;

    static ClientWire of(RequestContext context) {
        List<String> types = context.headers().getOrDefault("content-type", List.of());
        return !types.isEmpty() && types.get(0).startsWith("application/grpc") ? GRPC : REST;
    }
}
