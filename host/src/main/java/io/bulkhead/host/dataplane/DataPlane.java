package io.bulkhead.host.dataplane;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.metadata.TensorMetadata;
import java.util.List;
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
