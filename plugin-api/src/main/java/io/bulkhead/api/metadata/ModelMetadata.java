package io.bulkhead.api.metadata;

import io.bulkhead.api.inference.Parameters;
import java.util.List;

/**
 * What a model says of itself, read from its artefact. What its settings say comes first; this
 * fills what they leave out.
 *
 * @param platform the framework, e.g. {@code sklearn}; empty if unknown
 * @param inputs what the model takes; empty if the artefact does not tell
 * @param outputs what the model gives; empty if the artefact does not tell
 * @param properties facts about the artefact and what reads it, e.g. {@code library_version}; shown
 *     in the model's configuration
 */
public record ModelMetadata(
        String platform,
        List<TensorMetadata> inputs,
        List<TensorMetadata> outputs,
        Parameters properties) {
    private static final ModelMetadata EMPTY =
            new ModelMetadata("", List.of(), List.of(), Parameters.empty());

    /** Copies the lists. */
    public ModelMetadata {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** A model that says nothing of itself. */
    public static ModelMetadata empty() {
        return EMPTY;
    }
}
