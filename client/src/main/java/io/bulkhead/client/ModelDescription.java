package io.bulkhead.client;

import io.bulkhead.api.metadata.ModelMetadata;
import java.util.List;

/**
 * What a server says of a model.
 *
 * @param versions that are served; empty if the model has none
 * @param metadata platform, inputs, outputs and parameters
 */
public record ModelDescription(String name, List<String> versions, ModelMetadata metadata) {
    /** Copies the list. */
    public ModelDescription {
        versions = List.copyOf(versions);
    }
}
