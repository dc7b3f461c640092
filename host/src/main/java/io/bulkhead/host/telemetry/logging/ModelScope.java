package io.bulkhead.host.telemetry.logging;

import io.bulkhead.api.metadata.ModelId;
import java.util.Optional;

/**
 * A context class loader that knows whose code runs under it. So a line of a model's log names the
 * model, and no request pays for that.
 */
public interface ModelScope {
    /** The model; empty for code that is no model's. */
    Optional<ModelId> model();
}
