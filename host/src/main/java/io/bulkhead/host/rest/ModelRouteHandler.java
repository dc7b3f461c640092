package io.bulkhead.host.rest;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.route.RouteRequest;
import io.bulkhead.api.route.RouteResponse;
import io.bulkhead.host.dataplane.CallContext;
import io.bulkhead.host.dataplane.DataPlane;
import io.bulkhead.host.dataplane.RouteAnswer;
import io.bulkhead.host.dataplane.RouteTarget;
import io.bulkhead.host.telemetry.tracing.TraceSpan;
import io.bulkhead.host.telemetry.tracing.Tracing;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/** Answers at paths that are no endpoints of the server's, but of some model's own. */
final class ModelRouteHandler {
    private static final String MODELS = "/v2/models/";
    private static final String VERSIONS = "versions/";

    private final DataPlane dataPlane;
    private final Tracing tracing;

    ModelRouteHandler(DataPlane dataPlane, Tracing tracing) {
        this.dataPlane = dataPlane;
        this.tracing = tracing;
    }

    /**
     * The endpoint at a path that the router does not know.
     *
     * @throws io.bulkhead.api.error.ServingException if the path names no model that answers, or
     *     not clearly
     */
    Optional<RouteTarget> find(String path) {
        if (!path.startsWith(MODELS)) {
            return path.startsWith("/v2") ? Optional.empty() : dataPlane.rootRoute(path);
        }
        int end = path.indexOf('/', MODELS.length());
        if (end < 0) {
            return Optional.empty();
        }
        Optional<String> model = Router.name(path.substring(MODELS.length(), end));
        if (model.isEmpty()) {
            return Optional.empty();
        }
        if (!path.startsWith(VERSIONS, end + 1)) {
            return dataPlane.route(model.get(), "", path.substring(end));
        }
        int start = end + 1 + VERSIONS.length();
        int versionEnd = path.indexOf('/', start);
        return versionEnd < 0
                ? Optional.empty()
                : Router.name(path.substring(start, versionEnd))
                        .flatMap(v -> dataPlane.route(model.get(), v, path.substring(versionEnd)));
    }

    /** How metrics call it. */
    static String template(RouteTarget target, String path) {
        if (!path.startsWith(MODELS)) {
            return target.path();
        }
        String version = target.version().isEmpty() ? "" : "/versions/{model_version}";
        return MODELS + "{model_name}" + version + target.path();
    }

    void handle(RestExchange exchange, String method, RouteTarget target) {
        if (target.openAi()) {
            exchange.errorsAsOpenAi();
        }
        if (!target.methods().contains(method)) {
            refuse(exchange, method, target.methods());
            return;
        }
        if (tracing.isOn()) {
            String route = template(target, exchange.path());
            TraceSpan span = HttpSpans.begin(tracing, exchange.request(), route);
            span.model(target.model(), target.version());
            exchange.trace(span);
        }
        String query = exchange.request().getHttpURI().getQuery();
        BodyReader.read(
                exchange,
                (body, length) ->
                        call(
                                exchange,
                                method,
                                target,
                                new RouteRequest(
                                        query == null ? "" : query,
                                        ByteBuffer.wrap(body, 0, length))));
    }

    /** Who answers: a request at the root may name its model. */
    private RouteTarget named(RouteTarget target, RouteRequest request) {
        return target.model().isEmpty()
                ? dataPlane.routeOf(target, OpenAi.model(request.body()))
                : target;
    }

    private static void refuse(RestExchange exchange, String method, List<String> methods) {
        String allowed = String.join(", ", methods);
        exchange.responseHeaders().put(HttpHeader.ALLOW, allowed);
        exchange.answerError(
                ErrorCode.METHOD_NOT_ALLOWED,
                "Method Not Allowed: " + allowed + " is wanted, found " + method);
    }

    private void call(
            RestExchange exchange, String method, RouteTarget target, RouteRequest request) {
        CallContext context = exchange.newContext();
        CompletionStage<RouteAnswer> answer =
                dataPlane.call(named(target, request), method, request, context);
        if (!(answer instanceof CompletableFuture<RouteAnswer> future && future.isDone())) {
            exchange.awaitElsewhere(context);
        }
        answer.whenComplete((given, failure) -> answer(exchange, context, given, failure));
    }

    private static void answer(
            RestExchange exchange,
            CallContext context,
            @Nullable RouteAnswer answer,
            @Nullable Throwable failure) {
        if (failure != null) {
            exchange.answerFailure(failure);
        } else if (answer != null) {
            exchange.closeWhenAnswered(answer::close);
            answer(exchange, context, answer.response());
        }
    }

    private static void answer(RestExchange exchange, CallContext context, RouteResponse response) {
        Flow.Publisher<ByteBuffer> parts = response.parts().orElse(null);
        if (parts == null) {
            exchange.answer(response.status(), response.headers(), response.body());
            return;
        }
        exchange.awaitElsewhere(context);
        parts.subscribe(new StreamedBody<>(exchange, context, new RouteForm(response)));
    }

    /** The models that can be asked by their names. */
    void models(RestExchange exchange) {
        exchange.errorsAsOpenAi();
        exchange.answer(OpenAi.list(dataPlane.openAiModels()));
    }

    /** One of them. */
    void model(RestExchange exchange, String name) {
        exchange.errorsAsOpenAi();
        dataPlane.openAiModels().stream()
                .filter(model -> model.name().equals(name))
                .findFirst()
                .ifPresentOrElse(
                        model -> exchange.answer(OpenAi.one(model)),
                        () ->
                                exchange.answerError(
                                        ErrorCode.MODEL_NOT_FOUND,
                                        "no model '" + name + "' answers OpenAI's protocol"));
    }
}
