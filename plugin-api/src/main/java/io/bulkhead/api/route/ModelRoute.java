package io.bulkhead.api.route;

import io.bulkhead.api.inference.RequestContext;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/**
 * One endpoint of a model's own: MLServer's custom handlers. The server offers it under {@code
 * /v2/models/{model}} and {@code /v2/models/{model}/versions/{version}}, and also on the root, if
 * no other model offers the same there or the settings name this one ({@code root_model}).
 *
 * @param method of HTTP, in capitals
 * @param path from {@code /v2/models/{model}} on, e.g. {@code /invocations}; letters, digits and
 *     {@code -._~} between slashes. The server refuses to load a model whose path is one of its own
 * @param purpose what the server makes of a call
 * @param handler answers the calls
 */
public record ModelRoute(String method, String path, Purpose purpose, Handler handler) {
    /** What a call is for. */
    public enum Purpose {
        /** An inference: counted and timed as one. */
        INFERENCE,
        /** Tells or changes something about this model. */
        MODEL,
        /**
         * Tells something that holds for every model of the runtime, so that on the root any of
         * them may answer.
         */
        RUNTIME,
        /**
         * An inference of OpenAI's protocol: counted and timed as one. On the root, the member
         * {@code model} of the request's JSON names the model that answers; the server lists the
         * models at {@code /v1/models}, and tells failures as that protocol does.
         */
        OPENAI;

        /** Whether a call is an inference. */
        public boolean isInference() {
            return this == INFERENCE || this == OPENAI;
        }
    }

    /** Answers the calls of one route. */
    @FunctionalInterface
    public interface Handler {
        /**
         * Called as {@link io.bulkhead.api.Model#predict} is, and counts among its calls for {@link
         * io.bulkhead.api.Concurrency}.
         *
         * @param request its body is valid until the returned stage completes
         * @param context deadline, cancellation and headers of this call
         * @return never null; fails with a {@link io.bulkhead.api.error.ServingException} for what
         *     the client is to be told as the server tells its own errors
         */
        CompletionStage<RouteResponse> handle(RouteRequest request, RequestContext context);
    }

    /** Checks method and path. */
    public ModelRoute {
        Objects.requireNonNull(purpose, "purpose");
        Objects.requireNonNull(handler, "handler");
        if (!method.matches("[A-Z]{1,16}")) {
            throw new IllegalArgumentException("no method of HTTP: '" + method + "'");
        }
        if (!path.matches("(/[A-Za-z0-9._~-]+)+")) {
            throw new IllegalArgumentException("no path of plain segments: '" + path + "'");
        }
    }
}
