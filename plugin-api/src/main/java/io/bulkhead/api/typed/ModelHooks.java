package io.bulkhead.api.typed;

import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.api.route.ModelRoute;
import java.util.List;

/**
 * What a class with a {@link Predict} method may implement to take part in more than the answering
 * of requests. Everything is called on a loading thread, once for each loaded model, after the
 * constructor and before the first request.
 */
public interface ModelHooks {
    /** Endpoints of the model's own, see {@link io.bulkhead.api.Model#routes}. */
    default List<ModelRoute> routes() {
        return List.of();
    }

    /**
     * What the model says of itself.
     *
     * @param declared what the signature of the method says
     * @return that, or something better: what the artefact tells of shapes, platform, properties
     */
    default ModelMetadata metadata(ModelMetadata declared) {
        return declared;
    }

    /** See {@link io.bulkhead.api.Model#warmUp}. */
    default void warmUp() {}
}
