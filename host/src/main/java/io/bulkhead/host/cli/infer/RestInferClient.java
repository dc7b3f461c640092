package io.bulkhead.host.cli.infer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.codec.json.InferenceRequestWriter;
import io.bulkhead.codec.json.InferenceResponseReader;
import io.bulkhead.codec.json.JsonBuffer;
import io.bulkhead.codec.json.ParsedResponse;
import io.bulkhead.host.cli.infer.InferFailure.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Asks over REST, with values in JSON or as bytes. */
final class RestInferClient implements InferClient {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();
    private static final String HEADER_LENGTH = "Inference-Header-Content-Length";
    private static final Set<Integer> TEMPORARY = Set.of(408, 425, 429, 500, 502, 503, 504);
    private static final Pattern FIT_FOR_HEADER = Pattern.compile("[\\x21-\\x7e]+");
    private static final int MAX_TEXT = 2000;

    private final Endpoint endpoint;
    private final ExecutorService executor;
    private final HttpClient http;

    RestInferClient(Endpoint endpoint) {
        this.endpoint = endpoint;
        AtomicInteger count = new AtomicInteger();
        this.executor =
                Executors.newCachedThreadPool(
                        task -> {
                            Thread thread =
                                    new Thread(task, "infer-http-" + count.getAndIncrement());
                            thread.setDaemon(true);
                            return thread;
                        });
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(endpoint.timeout())
                        .executor(executor);
        endpoint.tls().ifPresent(tls -> builder.sslContext(tls.context()));
        this.http = builder.build();
    }

    @Override
    public void requireReady(ModelId model) throws InferFailure, InterruptedException {
        HttpResponse<byte[]> response = send(request(model, "ready").GET().build());
        if (response.statusCode() != 200) {
            throw refusal(response, "the model is not ready");
        }
    }

    @Override
    public ParsedResponse infer(ModelId model, InferenceRequest request)
            throws InferFailure, InterruptedException {
        HttpRequest.Builder builder = request(model, "infer");
        if (FIT_FOR_HEADER.matcher(request.id()).matches()) {
            builder.setHeader("seldon-puid", request.id()).setHeader("x-request-id", request.id());
        }
        HttpResponse<byte[]> response = send(withBody(builder, request));
        if (response.statusCode() != 200) {
            throw refusal(response, "no reason given");
        }
        byte[] body = response.body();
        int jsonLength =
                (int) response.headers().firstValueAsLong(HEADER_LENGTH).orElse(body.length);
        if (jsonLength < 0 || jsonLength > body.length) {
            throw new InferFailure(Kind.REFUSED, "the answer is shorter than its " + HEADER_LENGTH);
        }
        try {
            return InferenceResponseReader.read(body, jsonLength, body.length);
        } catch (ServingException e) {
            throw new InferFailure(Kind.REFUSED, "the answer cannot be read: " + e.reason(), e);
        }
    }

    private HttpRequest.Builder request(ModelId model, String verb) {
        String version = model.version().isEmpty() ? "" : "/versions/" + escaped(model.version());
        String scheme = endpoint.tls().isPresent() ? "https://" : "http://";
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(
                                URI.create(
                                        scheme
                                                + endpoint.address()
                                                + "/v2/models/"
                                                + escaped(model.name())
                                                + version
                                                + "/"
                                                + verb))
                        .timeout(endpoint.timeout());
        endpoint.headers().forEach(builder::setHeader);
        return builder;
    }

    private static String escaped(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest withBody(HttpRequest.Builder builder, InferenceRequest request) {
        JsonBuffer body;
        if (endpoint.binary()) {
            body = new JsonBuffer(1024);
            int jsonLength = InferenceRequestWriter.writeWithBinary(request, body);
            builder.setHeader("Content-Type", "application/octet-stream");
            builder.setHeader(HEADER_LENGTH, String.valueOf(jsonLength));
        } else {
            body = InferenceRequestWriter.write(request);
            builder.setHeader("Content-Type", "application/json");
        }
        return builder.POST(BodyPublishers.ofByteArray(body.array(), 0, body.length())).build();
    }

    private HttpResponse<byte[]> send(HttpRequest request)
            throws InferFailure, InterruptedException {
        try {
            return http.send(request, BodyHandlers.ofByteArray());
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw unreachable("no server answers at " + endpoint.address(), e);
        } catch (SSLException e) {
            throw unreachable("TLS fails with " + endpoint.address() + ": " + e.getMessage(), e);
        } catch (HttpTimeoutException e) {
            String time = endpoint.timeout().toSeconds() + " s";
            throw new InferFailure(Kind.TEMPORARY, "no answer within " + time, e);
        } catch (IOException e) {
            throw new InferFailure(Kind.TEMPORARY, "the connection broke: " + e.getMessage(), e);
        }
    }

    private static InferFailure unreachable(String message, IOException cause) {
        return new InferFailure(Kind.UNREACHABLE, message, cause);
    }

    private static InferFailure refusal(HttpResponse<byte[]> response, String otherwise) {
        Kind kind = TEMPORARY.contains(response.statusCode()) ? Kind.TEMPORARY : Kind.REFUSED;
        String reason = reason(response.body());
        String words = reason.isEmpty() ? otherwise : reason;
        return new InferFailure(kind, "HTTP " + response.statusCode() + ": " + words);
    }

    /** What the server says: {@code error}, of a framework {@code detail}, else all of it. */
    private static String reason(byte[] body) {
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

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
