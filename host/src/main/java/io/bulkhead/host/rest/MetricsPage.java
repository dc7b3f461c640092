package io.bulkhead.host.rest;

import io.bulkhead.host.telemetry.PrometheusMetrics;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;

/**
 * The metrics again, for who scrapes the REST port.
 *
 * @param endpoint its path; empty if there are none
 * @param text makes the page
 */
record MetricsPage(Optional<String> endpoint, Supplier<String> text) {
    private static final HttpField CONTENT_TYPE =
            new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, PrometheusMetrics.CONTENT_TYPE);

    boolean isAt(String path) {
        return endpoint.filter(path::equals).isPresent();
    }

    void answer(RestExchange exchange) {
        exchange.executor()
                .execute(
                        () ->
                                exchange.answer(
                                        CONTENT_TYPE, text.get().getBytes(StandardCharsets.UTF_8)));
    }
}
