package io.bulkhead.plugin.huggingface.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What came back: a head, and a body that may be read once. Closed by whoever asked. */
final class HubReply implements AutoCloseable {
    private static final Set<Integer> BUSY = Set.of(408, 429, 500, 502, 503, 504);

    private final HttpURLConnection connection;
    private final int status;

    HubReply(HttpURLConnection connection) throws IOException {
        this.connection = connection;
        this.status = connection.getResponseCode();
        if (status < 0) {
            throw new IOException("the answer is no HTTP");
        }
    }

    int status() {
        return status;
    }

    boolean isRedirect() {
        return status >= 300 && status < 400 && header("Location").isPresent();
    }

    /** Whether the same may be answered later. */
    boolean isBusy() {
        return BUSY.contains(status);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(connection.getHeaderField(name))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    OptionalLong number(String name) {
        Optional<String> text = header(name).filter(value -> value.matches("\\d{1,18}"));
        return text.isPresent()
                ? OptionalLong.of(Long.parseLong(text.get()))
                : OptionalLong.empty();
    }

    /** When to ask again, if the hub says so. */
    Optional<Duration> retryAfter() {
        OptionalLong seconds = number("Retry-After");
        return seconds.isPresent()
                ? Optional.of(Duration.ofSeconds(seconds.getAsLong()))
                : Optional.empty();
    }

    /** Where it leads to. */
    URI location() throws IOException {
        try {
            URI here = URI.create(connection.getURL().toString());
            return here.resolve(header("Location").orElseThrow());
        } catch (IllegalArgumentException e) {
            throw new IOException("the redirect leads nowhere", e);
        }
    }

    InputStream body() throws IOException {
        return connection.getInputStream();
    }

    @Override
    public void close() {
        connection.disconnect();
    }
}
