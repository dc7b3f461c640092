package io.bulkhead.host.rest;

import io.bulkhead.api.route.RouteResponse;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Parts that a model has put together; a failure can be told only between events. */
record RouteForm(RouteResponse head) implements StreamedBody.Form<ByteBuffer> {
    @Override
    public void begin(RestExchange exchange) {
        exchange.response().setStatus(head.status());
        head.headers().forEach((name, value) -> exchange.responseHeaders().put(name, value));
    }

    @Override
    public ByteBuffer part(ByteBuffer element) {
        return element.slice(); // the model may answer with the same memory again
    }

    @Override
    public Optional<ByteBuffer> failure(RestExchange exchange, Throwable cause) {
        return head.headers().entrySet().stream().anyMatch(RouteForm::isOfEvents)
                ? Optional.of(EventForm.event(exchange, cause))
                : Optional.empty();
    }

    private static boolean isOfEvents(Map.Entry<String, String> header) {
        return header.getKey().equalsIgnoreCase("content-type")
                && header.getValue().toLowerCase(Locale.ROOT).startsWith("text/event-stream");
    }
}
