package io.bulkhead.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bulkhead.client.ClientException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What can go wrong over HTTP, in words. */
final class RestFailures {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();
    private static final Set<Integer> TEMPORARY = Set.of(408, 425, 429, 500, 502, 503, 504);
    private static final int MAX_TEXT = 2000;
    private static final long LONGEST_PAUSE = 3600;

    private final String address;

    /**
     * @param address of the server, for messages
     */
    RestFailures(String address) {
        this.address = address;
    }

    ClientException ofTransport(Throwable failure, ClientOptions options) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
            return new ClientException(Kind.UNREACHABLE, "no server answers at " + address, cause);
        }
        if (cause instanceof SSLException) {
            return new ClientException(
                    Kind.UNREACHABLE,
                    "TLS fails with " + address + ": " + cause.getMessage(),
                    cause);
        }
        if (cause instanceof HttpTimeoutException) {
            return late(options.deadline(), cause);
        }
        return broken(cause);
    }

    static ClientException late(Duration deadline, @Nullable Throwable cause) {
        return new ClientException(
                Kind.DEADLINE_EXCEEDED, "no answer within " + seconds(deadline), cause);
    }

    static String seconds(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }

    static ClientException broken(Throwable cause) {
        return new ClientException(
                Kind.BROKEN, "the connection broke: " + cause.getMessage(), cause);
    }

    ClientException ofStatus(HttpResponse<?> response) {
        int status = response.statusCode();
        String words = reason(bytes(response.body()));
        return new ClientException(
                TEMPORARY.contains(status) ? Kind.TEMPORARY : Kind.REFUSED,
                "HTTP " + status + ": " + (words.isEmpty() ? "no reason given" : words),
                null,
                retryAfter(response));
    }

    private static byte[] bytes(@Nullable Object body) {
        if (body instanceof byte[] bytes) {
            return bytes;
        }
        if (body instanceof InputStream stream) {
            try (stream) {
                return stream.readNBytes(MAX_TEXT);
            } catch (IOException e) {
                return new byte[0]; // the status says enough
            }
        }
        return new byte[0];
    }

    /** The header in seconds; its form with a date is of caches, not of servers that are busy. */
    private static @Nullable Duration retryAfter(HttpResponse<?> response) {
        String text = response.headers().firstValue("Retry-After").orElse("");
        return text.matches("\\d{1,9}")
                ? Duration.ofSeconds(Math.min(Long.parseLong(text), LONGEST_PAUSE))
                : null;
    }

    /** What the server says: {@code error}, of a framework {@code detail}, else all of it. */
    static String reason(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8).strip();
        try {
            JsonNode json = MAPPER.readTree(text);
            JsonNode said =
                    json.path("error").isMissingNode() ? json.path("detail") : json.path("error");
            if (!said.isMissingNode()) {
                return said.isTextual() ? said.textValue() : said.toString();
            }
        } catch (JsonProcessingException notJson) {
            return shortened(text);
        }
        return shortened(text);
    }

    private static String shortened(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "...";
    }
}
