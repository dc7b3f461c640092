package io.bulkhead.plugin.mlflow.scoring;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.route.ModelRoute;
import io.bulkhead.api.route.ModelRoute.Purpose;
import io.bulkhead.api.route.RouteRequest;
import io.bulkhead.api.route.RouteResponse;
import io.bulkhead.plugin.mlflow.signature.Schema;
import io.bulkhead.plugin.mlflow.value.Payload;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints of MLflow's scoring server. Whatever is wrong with a body is answered with 400, as
 * its clients expect.
 */
public final class ScoringProtocol {
    /** The MLflow whose protocol this is. */
    private static final String VERSION = "2.20.4";

    private final SchemaCast cast;
    private final JsonBodyReader json;
    private final Predictor predictor;

    /** Predicts what a body has asked. */
    @FunctionalInterface
    public interface Predictor {
        /**
         * @param input cast to the signature, but not held to it yet
         * @param params a JSON value, null if there is none
         */
        CompletionStage<Payload> predict(
                Payload input, @Nullable Object params, RequestContext context);
    }

    /**
     * @param schema of the model's inputs
     */
    public ScoringProtocol(Optional<Schema> schema, Predictor predictor) {
        this.cast = new SchemaCast(schema);
        this.json = new JsonBodyReader(cast.hasNestedColumns());
        this.predictor = predictor;
    }

    /** What is offered beside V2. */
    public List<ModelRoute> routes() {
        RouteResponse alive = RouteResponse.json("\"\\n\"");
        return List.of(
                new ModelRoute("POST", "/invocations", Purpose.INFERENCE, this::invocations),
                constant("/ping", alive),
                constant("/health", alive),
                constant("/version", RouteResponse.json("\"" + VERSION + "\"")));
    }

    private static ModelRoute constant(String path, RouteResponse answer) {
        return new ModelRoute(
                "GET",
                path,
                Purpose.RUNTIME,
                (request, context) -> CompletableFuture.completedFuture(answer));
    }

    private CompletionStage<RouteResponse> invocations(
            RouteRequest request, RequestContext context) {
        ScoringContentType type = ScoringContentType.of(context.headers());
        CompletionStage<Payload> predictions;
        try {
            predictions = score(type, request.body(), context);
        } catch (ServingException e) {
            throw asBadRequest(e);
        }
        if (predictions instanceof CompletableFuture<Payload> future
                && future.isDone()
                && !future.isCompletedExceptionally()) {
            return CompletableFuture.completedFuture(answer(future.join()));
        }
        return predictions.handle(
                (payload, failure) -> {
                    if (failure != null) {
                        throw asBadRequest(failure);
                    }
                    return answer(payload);
                });
    }

    private static RouteResponse answer(Payload predictions) {
        return RouteResponse.json(200, PredictionsWriter.write(predictions));
    }

    private static RuntimeException asBadRequest(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        if (cause instanceof ServingException e && e.code() == ErrorCode.UNPROCESSABLE) {
            return new ServingException(ErrorCode.INVALID_ARGUMENT, e.reason(), e);
        }
        return cause instanceof RuntimeException e ? e : new CompletionException(cause);
    }

    private CompletionStage<Payload> score(
            ScoringContentType type, ByteBuffer body, RequestContext context) {
        if (type == ScoringContentType.CSV) {
            Payload input = cast.cast(CsvBodyReader.read(text(body), cast.textColumns()));
            return predictor.predict(input, null, context);
        }
        byte[] bytes = body.hasArray() ? body.array() : copy(body);
        int offset = body.hasArray() ? body.arrayOffset() + body.position() : 0;
        ScoringBody read = json.read(bytes, offset, body.remaining());
        return predictor.predict(cast.cast(read.input()), read.params(), context);
    }

    /** Scores a JSON body, for a test of the model. */
    public CompletionStage<Payload> score(ByteBuffer body, RequestContext context) {
        return score(ScoringContentType.JSON, body, context);
    }

    private static byte[] copy(ByteBuffer body) {
        byte[] bytes = new byte[body.remaining()];
        body.duplicate().get(bytes);
        return bytes;
    }

    private static String text(ByteBuffer body) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(body.duplicate()).toString();
        } catch (CharacterCodingException e) {
            throw ServingException.invalidArgument("the body is no valid UTF-8");
        }
    }
}
