package io.bulkhead.api;

import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.metadata.TensorMetadata;
import java.util.List;
import java.util.Objects;

/**
 * What {@code model-settings.json} says about a model, as far as a runtime may care. Immutable.
 *
 * @param id name and version
 * @param implementation the runtime's name as written there
 * @param platform as written there; empty if not
 * @param inputs as written there, with their content types
 * @param outputs as written there, with their content types
 * @param parameters the {@code parameters} object, everything in it included
 */
public record ModelSettings(
        ModelId id,
        String implementation,
        String platform,
        List<TensorMetadata> inputs,
        List<TensorMetadata> outputs,
        Parameters parameters) {
    /** Copies the lists. */
    public ModelSettings {
        Objects.requireNonNull(id, "id");
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** The {@code parameters.extra} object: where a runtime's own settings live. */
    public Parameters extra() {
        return parameters.getParameters("extra");
    }
}
