package io.bulkhead.host.runtime.process.python;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.route.ModelRoute;
import io.bulkhead.api.route.RouteRequest;
import io.bulkhead.api.route.RouteResponse;
import io.bulkhead.host.plugin.PluginCall;
import io.bulkhead.host.runtime.process.LostCallException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** Calls to one MLServer over HTTP. */
final class MlserverRest {
    private static final int OK = 200;

    private final HttpClient client;
    private final String server;
    private final String model;

    MlserverRest(HttpClient client, ModelId model, MlserverPorts ports) {
        this.client = client;
        this.server = "http://" + MlserverPorts.HOST + ":" + ports.rest();
        String version = model.version().isEmpty() ? "" : "/versions/" + encoded(model.version());
        this.model = "/v2/models/" + encoded(model.name()) + version;
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * Status and body of a question of the host's own; fails with an {@link IOException} at once.
     */
    CompletableFuture<HttpResponse<byte[]>> ask(String path, Duration timeout) {
        return client.sendAsync(
                HttpRequest.newBuilder(URI.create(server + path)).timeout(timeout).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    /** Whether the model is loaded; false if the server does not even listen yet. */
    CompletableFuture<Boolean> modelReady(Duration timeout) {
        return ask(model + "/ready", timeout)
                .handle((answer, failure) -> failure == null && answer.statusCode() == OK);
    }

    CompletableFuture<InferenceResponse> predict(InferenceRequest request, RequestContext context) {
        HttpRequest question = inference("/infer", request, context);
        return send(question, context)
                .exceptionallyCompose(
                        failure ->
                                isCut(failure)
                                        ? send(question, context)
                                        : CompletableFuture.failedFuture(failure))
                .thenApply(MlserverRest::requireOk)
                .thenApply(MlserverRest::read);
    }

    /**
     * Whether a connection broke, rather than that none could be made: the server closes one that
     * was idle for some seconds, which may cross with a request. A dead server refuses the next.
     */
    private static boolean isCut(Throwable failure) {
        return PluginCall.causeOf(failure) instanceof LostCallException lost
                && !(lost.getCause() instanceof ConnectException);
    }

    private HttpRequest inference(String verb, InferenceRequest request, RequestContext context) {
        HttpRequest.Builder builder = builder(model + verb, context, false);
        builder.header("Content-Type", "application/json");
        return builder.POST(body(TensorJson.write(request))).build();
    }

    private static HttpRequest.BodyPublisher body(ByteBuffer bytes) {
        if (bytes.hasArray()) {
            int start = bytes.arrayOffset() + bytes.position();
            return HttpRequest.BodyPublishers.ofByteArray(bytes.array(), start, bytes.remaining());
        }
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return HttpRequest.BodyPublishers.ofByteArray(copy);
    }

    private HttpRequest.Builder builder(String path, RequestContext context, boolean withType) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(server + path));
        context.timeRemaining()
                .ifPresent(left -> builder.timeout(left.isZero() ? Duration.ofNanos(1) : left));
        ForwardedHttpHeaders.write(context, withType, builder);
        return builder;
    }

    private CompletableFuture<HttpResponse<byte[]>> send(
            HttpRequest request, RequestContext context) {
        return explained(
                client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()), context);
    }

    private static <T> CompletableFuture<T> explained(
            CompletableFuture<T> call, RequestContext context) {
        context.onCancel(() -> call.cancel(true));
        CompletableFuture<T> answer = new CompletableFuture<>();
        var unused =
                call.whenComplete(
                        (response, failure) -> {
                            if (failure == null) {
                                answer.complete(response);
                            } else {
                                answer.completeExceptionally(failure(failure));
                            }
                        });
        return answer;
    }

    static RuntimeException failure(Throwable failure) {
        Throwable cause = PluginCall.causeOf(failure);
        if (cause instanceof ServingException known) {
            return known;
        }
        if (cause instanceof HttpTimeoutException) {
            return new ServingException(
                    ErrorCode.DEADLINE_EXCEEDED,
                    "the deadline passed before the model had answered",
                    cause);
        }
        if (cause instanceof CancellationException) {
            return new ServingException(ErrorCode.CANCELLED, "the client is gone", cause);
        }
        return cause instanceof IOException
                ? new LostCallException(cause)
                : new ServingException(ErrorCode.INTERNAL, "the model cannot be asked", cause);
    }

    private static HttpResponse<byte[]> requireOk(HttpResponse<byte[]> answer) {
        if (answer.statusCode() != OK) {
            throw MlserverErrors.ofHttp(answer.statusCode(), answer.body());
        }
        return answer;
    }

    private static InferenceResponse read(HttpResponse<byte[]> answer) {
        InferenceResponse response = TensorJson.read(answer.body());
        Parameters headers = ForwardedHttpHeaders.read(answer.headers());
        return headers.isEmpty()
                ? response
                : new InferenceResponse(
                        response.outputs(),
                        response.parameters().with(Parameters.HEADERS, headers.asMap()));
    }

    Flow.Publisher<InferenceResponse> predictStream(
            InferenceRequest request, RequestContext context) {
        HttpRequest question = inference("/infer_stream", request, context);
        return subscriber -> {
            var unused =
                    explained(
                                    client.sendAsync(
                                            question, HttpResponse.BodyHandlers.ofPublisher()),
                                    context)
                            .whenComplete(
                                    (answer, failure) ->
                                            EventStream.start(
                                                    subscriber, context, answer, failure));
        };
    }

    CompletableFuture<RouteResponse> call(
            ModelRoute route, RouteRequest request, RequestContext context) {
        String query = request.query().isEmpty() ? "" : "?" + request.query();
        HttpRequest question =
                builder(route.path() + query, context, true)
                        .method(route.method(), body(request.body()))
                        .build();
        return send(question, context).thenApply(MlserverRest::routed);
    }

    private static RouteResponse routed(HttpResponse<byte[]> answer) {
        if (answer.statusCode() >= 500) {
            throw MlserverErrors.ofHttp(answer.statusCode(), answer.body());
        }
        Map<String, String> headers = new HashMap<>();
        ForwardedHttpHeaders.read(answer.headers())
                .asMap()
                .forEach((name, value) -> headers.put(name, String.valueOf(value)));
        Optional<String> type = answer.headers().firstValue("content-type");
        type.ifPresent(value -> headers.put("Content-Type", value));
        return new RouteResponse(answer.statusCode(), headers, ByteBuffer.wrap(answer.body()));
    }
}
