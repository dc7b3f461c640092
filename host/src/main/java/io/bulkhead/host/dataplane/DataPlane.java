package io.bulkhead.host.dataplane;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.route.RouteRequest;
import io.bulkhead.codec.sharedmemory.SharedMemory;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * The inference verbs of the V2 protocol as every wire calls them. Thread-safe; nothing here
 * blocks. A version is empty text where the client names none.
 */
public interface DataPlane {
    /** Whether the process answers at all. */
    boolean live();

    /** Whether every declared model is ready. */
    boolean ready();

    /** Where clients on this machine may leave tensors instead of sending them. */
    default SharedMemory sharedMemory() {
        return SharedMemory.OFF;
    }

    /** Name, version, extensions. */
    ServerMetadata metadata();

    /**
     * Whether this model answers; false while it is loading.
     *
     * @throws io.bulkhead.api.error.ServingException {@code MODEL_NOT_FOUND}
     */
    boolean modelReady(String model, String version);

    /**
     * What is known of this model.
     *
     * @throws io.bulkhead.api.error.ServingException {@code MODEL_NOT_FOUND}, {@code
     *     MODEL_NOT_READY}
     */
    ModelDescription describe(String model, String version);

    /**
     * The inputs to ask this model with: as its settings say, else as its artefact does; empty if
     * neither tells.
     *
     * @throws io.bulkhead.api.error.ServingException as {@link #describe}
     */
    default List<TensorMetadata> inputs(String model, String version) {
        return describe(model, version).inputs();
    }

    /**
     * How this model is configured, and where each setting comes from.
     *
     * @throws io.bulkhead.api.error.ServingException as {@link #describe}, and {@code
     *     UNIMPLEMENTED} from a plane that does not know
     */
    default ModelConfiguration configuration(String model, String version) {
        throw new ServingException(
                ErrorCode.UNIMPLEMENTED, "model configuration is not known here");
    }

    /**
     * What models did since they were loaded.
     *
     * @param model empty for all models
     * @param version empty for all versions
     * @throws io.bulkhead.api.error.ServingException {@code MODEL_NOT_FOUND}, and {@code
     *     UNIMPLEMENTED} from a plane that does not count
     */
    default List<InferenceCounts> statistics(String model, String version) {
        throw new ServingException(ErrorCode.UNIMPLEMENTED, "statistics are not kept here");
    }

    /**
     * Answers a request. May run the model on the calling thread if it is known to be quick.
     *
     * @param request its memory stays valid until the stage completes
     * @return never null and never throws; fails with {@link
     *     io.bulkhead.api.error.ServingException} only. The wire closes the answer.
     */
    CompletionStage<InferenceAnswer> infer(
            String model, String version, InferenceRequest request, RequestContext context);

    /**
     * The endpoint of a model's own at this path under the model; empty if there is none.
     *
     * @throws ServingException {@code MODEL_NOT_FOUND}, {@code MODEL_NOT_READY}
     */
    default Optional<RouteTarget> route(String model, String version, String path) {
        return Optional.empty();
    }

    /**
     * The endpoint of a model's own at this path on the root; empty if no model has it.
     *
     * @throws ServingException {@code INVALID_ARGUMENT} if several have, and none is chosen
     */
    default Optional<RouteTarget> rootRoute(String path) {
        return Optional.empty();
    }

    /**
     * The endpoint of the model that a request at the root asks.
     *
     * @param root one without a model
     * @param model that the request names
     * @throws ServingException {@code MODEL_NOT_FOUND}, {@code MODEL_NOT_READY}, {@code
     *     INVALID_ARGUMENT} if it names none or one that has no such endpoint
     */
    default RouteTarget routeOf(RouteTarget root, Optional<String> model) {
        throw new ServingException(ErrorCode.UNIMPLEMENTED, "no model is asked by its name here");
    }

    /** The models that answer OpenAI's protocol, by name. */
    default List<OpenAiModel> openAiModels() {
        return List.of();
    }

    /** All endpoints of models that lie on the root. */
    default List<RouteTarget> rootRoutes() {
        return List.of();
    }

    /** All endpoints of a model's own. */
    default List<RouteTarget> routes(String model, String version) {
        return List.of();
    }

    /**
     * Calls an endpoint of a model's own.
     *
     * @param method one of the target's
     * @param request its body stays valid until the stage completes
     * @return never null and never throws; fails with {@link
     *     io.bulkhead.api.error.ServingException} only. The wire closes the answer.
     */
    default CompletionStage<RouteAnswer> call(
            RouteTarget target, String method, RouteRequest request, RequestContext context) {
        return CompletableFuture.failedFuture(
                new ServingException(ErrorCode.NOT_FOUND, "Not Found: no such path"));
    }

    /**
     * Answers a request with a stream of responses. The lease on the model is held until the stream
     * ends or is cancelled.
     *
     * @return a publisher for one subscriber; fails with ServingException only
     */
    Flow.Publisher<StreamedAnswer> inferStream(
            String model, String version, InferenceRequest request, RequestContext context);

    /** One element of a stream. */
    record StreamedAnswer(
            io.bulkhead.api.metadata.ModelId model, String id, InferenceResponse response) {}
}
