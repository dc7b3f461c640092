package io.bulkhead.host.telemetry;

import io.bulkhead.api.ModelMetrics;
import io.bulkhead.api.metadata.ModelId;

/** What the planes report about their work. Thread-safe and cheap: it is called per request. */
public interface ServingMetrics {
    /**
     * An inference is over.
     *
     * @param model as in the request; only names of models that exist may become labels
     * @param version as in the request; empty if it named none
     */
    void inferred(String model, String version, boolean success, long nanos);

    /**
     * A request is handed to a model.
     *
     * @param model the one that answers; its version is empty if it has none
     * @param waiting requests that were handed to it before and do not run yet
     */
    void queued(ModelId model, int waiting);

    /** The metrics that a model's own code may register and log to. */
    ModelMetrics ofModel(ModelId model);
}
