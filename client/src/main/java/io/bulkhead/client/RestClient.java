package io.bulkhead.client;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.client.ClientException.Kind;
import io.bulkhead.codec.json.InferenceRequestWriter;
import io.bulkhead.codec.json.InferenceResponseReader;
import io.bulkhead.codec.json.JsonBuffer;
import io.bulkhead.codec.json.ParsedResponse;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Asks over HTTP, with the JDK's client. See {@link InferenceClient}. */
public final class RestClient implements InferenceClient {
    private static final String HEADER_LENGTH = "Inference-Header-Content-Length";
    private static final String TIMEOUT = "timeout";
    private static final Pattern FIT_FOR_HEADER = Pattern.compile("[\\x21-\\x7e]+");
    private static final int OK = 200;

    private final String base;
    private final ClientOptions options;
    private final ExecutorService executor = CallThreads.named("inference-client-http-");
    private final HttpClient http;
    private final RestFailures failures;

    private RestClient(URI server, ClientOptions options) {
        this.base = server.toString().replaceFirst("/+$", "") + "/v2";
        this.options = options;
        this.failures = new RestFailures(server.getRawAuthority());
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(options.connectTimeout())
                        .executor(executor);
        options.tls().ifPresent(builder::sslContext);
        this.http = builder.build();
    }

    /** With {@link ClientOptions#standard}; see {@link #to(URI, ClientOptions)}. */
    public static RestClient to(URI server) {
        return to(server, ClientOptions.standard());
    }

    /**
     * A client of this server. Nothing is sent yet.
     *
     * @param server e.g. {@code http://localhost:8080}; with a path, if the server has its routes
     *     under one
     * @throws IllegalArgumentException unless it is an address of HTTP or HTTPS
     */
    public static RestClient to(URI server, ClientOptions options) {
        boolean known = "http".equals(server.getScheme()) || "https".equals(server.getScheme());
        if (!known || server.getHost() == null) {
            throw new IllegalArgumentException(
                    "http://host:port or https://host:port is wanted, found " + server);
        }
        return new RestClient(server, options);
    }

    @Override
    public CompletableFuture<Reply> inferAsync(ModelId model, InferenceRequest request) {
        return Attempts.of(
                options,
                executor,
                left ->
                        send(inference(model, "infer", request, left), BodyHandlers.ofByteArray())
                                .thenApply(this::reply));
    }

    @Override
    public ReplyStream inferStream(ModelId model, InferenceRequest request) {
        HttpRequest call = inference(model, "infer_stream", request, options.deadline());
        HttpResponse<InputStream> response = Waiting.on(send(call, BodyHandlers.ofInputStream()));
        return new EventReplies(response.body(), options.deadline());
    }

    private HttpRequest inference(
            ModelId model, String verb, InferenceRequest request, Duration left) {
        HttpRequest.Builder builder = request(modelPath(model) + "/" + verb, left);
        if (FIT_FOR_HEADER.matcher(request.id()).matches()) {
            builder.setHeader("seldon-puid", request.id()).setHeader("x-request-id", request.id());
        }
        InferenceRequest told = options.isDeadlineTold() ? withTimeout(request, left) : request;
        boolean binary = options.binaryTensors() && verb.equals("infer");
        return (binary ? binary(builder, told) : json(builder, told)).build();
    }

    private static InferenceRequest withTimeout(InferenceRequest request, Duration left) {
        Parameters parameters = request.parameters();
        return parameters.get(TIMEOUT).isPresent()
                ? request
                : request.withParameters(
                        parameters.with(TIMEOUT, Math.max(1, left.toNanos() / 1000)));
    }

    private static HttpRequest.Builder binary(
            HttpRequest.Builder builder, InferenceRequest request) {
        JsonBuffer body = new JsonBuffer(1024);
        int jsonLength = InferenceRequestWriter.writeWithBinary(request, body);
        return builder.setHeader("Content-Type", "application/octet-stream")
                .setHeader(HEADER_LENGTH, String.valueOf(jsonLength))
                .POST(publisher(body));
    }

    private static HttpRequest.Builder json(HttpRequest.Builder builder, InferenceRequest request) {
        return builder.setHeader("Content-Type", "application/json")
                .POST(publisher(InferenceRequestWriter.write(request)));
    }

    private static BodyPublisher publisher(JsonBuffer body) {
        return BodyPublishers.ofByteArray(body.array(), 0, body.length());
    }

    private Reply reply(HttpResponse<byte[]> response) {
        byte[] body = response.body();
        int jsonLength =
                (int) response.headers().firstValueAsLong(HEADER_LENGTH).orElse(body.length);
        if (jsonLength < 0 || jsonLength > body.length) {
            throw new ClientException(
                    Kind.BROKEN, "the answer is shorter than its " + HEADER_LENGTH);
        }
        return reply(body, jsonLength);
    }

    static Reply reply(byte[] body, int jsonLength) {
        try {
            ParsedResponse parsed = InferenceResponseReader.read(body, jsonLength, body.length);
            return new Reply(parsed.model(), parsed.id(), parsed.response());
        } catch (ServingException e) {
            throw new ClientException(Kind.REFUSED, "the answer cannot be read: " + e.reason(), e);
        }
    }

    @Override
    public boolean isLive() {
        return isHealthy("live");
    }

    @Override
    public boolean isReady() {
        return isHealthy("ready");
    }

    private boolean isHealthy(String what) {
        return Health.isSo(
                () -> {
                    get("/health/" + what, response -> response);
                    return true;
                });
    }

    @Override
    public void requireReady(ModelId model) {
        get(modelPath(model) + "/ready", response -> response);
    }

    @Override
    public ServerDescription server() {
        return get("", response -> RestDocuments.server(response.body()));
    }

    @Override
    public ModelDescription model(ModelId model) {
        return get(modelPath(model), response -> RestDocuments.model(response.body()));
    }

    @Override
    public List<IndexEntry> index() {
        return post("/repository/index", response -> RestDocuments.index(response.body()));
    }

    @Override
    public void load(String model) {
        post("/repository/models/" + escaped(model) + "/load", response -> response);
    }

    @Override
    public void unload(String model) {
        post("/repository/models/" + escaped(model) + "/unload", response -> response);
    }

    private <T> T get(String path, Function<HttpResponse<byte[]>, T> reader) {
        return call(left -> request(path, left).GET().build(), reader);
    }

    private <T> T post(String path, Function<HttpResponse<byte[]>, T> reader) {
        return call(
                left ->
                        request(path, left)
                                .setHeader("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{}"))
                                .build(),
                reader);
    }

    private <T> T call(
            Function<Duration, HttpRequest> request, Function<HttpResponse<byte[]>, T> reader) {
        return Waiting.on(
                Attempts.of(
                        options,
                        executor,
                        left ->
                                send(request.apply(left), BodyHandlers.ofByteArray())
                                        .thenApply(reader)));
    }

    private static String modelPath(ModelId model) {
        String version = model.version().isEmpty() ? "" : "/versions/" + escaped(model.version());
        return "/models/" + escaped(model.name()) + version;
    }

    private static String escaped(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest.Builder request(String path, Duration left) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(URI.create(base + path))
                        .timeout(left.isNegative() || left.isZero() ? Duration.ofNanos(1) : left);
        options.headers().forEach(builder::setHeader);
        return builder;
    }

    /** Gives answers with status 200; what else comes is a failure. */
    private <T> CompletableFuture<HttpResponse<T>> send(HttpRequest request, BodyHandler<T> body) {
        CompletableFuture<HttpResponse<T>> sent = http.sendAsync(request, body);
        CompletableFuture<HttpResponse<T>> answer = new CompletableFuture<>();
        var unusedAnswer =
                sent.whenComplete(
                        (response, failure) -> {
                            if (failure != null) {
                                answer.completeExceptionally(
                                        failures.ofTransport(failure, options));
                            } else if (response.statusCode() == OK) {
                                answer.complete(response);
                            } else {
                                answer.completeExceptionally(failures.ofStatus(response));
                            }
                        });
        var unused =
                answer.whenComplete(
                        (response, failure) -> {
                            if (answer.isCancelled()) {
                                sent.cancel(true);
                            }
                        });
        return answer;
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
