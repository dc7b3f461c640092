package io.bulkhead.host.rest;

import io.bulkhead.codec.json.LogSettingsJson;
import io.bulkhead.host.telemetry.logging.LogControl;
import org.eclipse.jetty.http.HttpMethod;

/** Answers the logging extension. */
final class LogHandler {
    private final LogControl log;

    LogHandler(LogControl log) {
        this.log = log;
    }

    void handle(RestExchange exchange) {
        if (HttpMethod.GET.is(exchange.request().getMethod())) {
            exchange.answerUncompressed(LogSettingsJson.write(log.settings()));
            return;
        }
        MediaTypes.requireJsonOrBinary(exchange.request().getHeaders());
        BodyReader.read(
                exchange,
                (body, length) ->
                        exchange.answerUncompressed(
                                LogSettingsJson.write(
                                        log.update(LogSettingsJson.read(body, length)))));
    }
}
