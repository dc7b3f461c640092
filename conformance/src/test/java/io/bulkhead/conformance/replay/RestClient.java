package io.bulkhead.conformance.replay;

import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Sends REST steps exactly as recorded, each over a connection of its own. The JDK's client refuses
 * some headers and adds others, so this one writes to the socket itself.
 */
final class RestClient {
    private final URI base;
    private final Duration timeout;

    RestClient(URI base, Duration timeout) {
        this.base = base;
        this.timeout = timeout;
    }

    RestAnswer call(JsonNode step) throws IOException {
        String basePath = base.getPath().replaceFirst("/+$", "");
        return answer(send(RestRequest.of(step, base.getAuthority(), basePath)));
    }

    private HttpResponse send(RestRequest request) throws IOException {
        int millis = Math.toIntExact(timeout.toMillis());
        try (Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(millis);
            socket.connect(new InetSocketAddress(base.getHost(), base.getPort()), millis);
            request.writeTo(socket.getOutputStream());
            return HttpResponse.read(
                    new BufferedInputStream(socket.getInputStream()), request.method());
        }
    }

    private static RestAnswer answer(HttpResponse response) throws IOException {
        String text = response.text();
        String type = response.headers().getOrDefault("content-type", "");
        Optional<JsonNode> events =
                type.startsWith("text/event-stream") ? Optional.of(events(text)) : Optional.empty();
        return new RestAnswer(response.status(), response.headers(), text, json(text), events);
    }

    private static ArrayNode events(String text) throws IOException {
        ArrayNode events = JsonNodeFactory.instance.arrayNode();
        for (String event : text.split("\n\n", -1)) {
            if (event.startsWith("data:")) {
                events.add(PythonJson.parse(event.substring("data:".length())));
            }
        }
        return events;
    }

    private static Optional<JsonNode> json(String text) throws IOException {
        try {
            return Optional.of(PythonJson.parse(text));
        } catch (StreamReadException e) {
            return Optional.empty(); // then it is text
        }
    }
}
