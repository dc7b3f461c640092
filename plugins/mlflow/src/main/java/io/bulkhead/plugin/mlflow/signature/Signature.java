package io.bulkhead.plugin.mlflow.signature;

import java.util.List;
import java.util.Optional;

/**
 * What a model says of its inputs, outputs and params; each may be left out.
 *
 * @param params empty if the model says nothing of params, so that none can be given
 */
public record Signature(
        Optional<Schema> inputs, Optional<Schema> outputs, Optional<List<ParamSpec>> params) {
    /** Of a model that was logged without. */
    public static final Signature NONE =
            new Signature(Optional.empty(), Optional.empty(), Optional.empty());
}
