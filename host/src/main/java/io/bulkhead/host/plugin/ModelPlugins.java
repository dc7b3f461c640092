package io.bulkhead.host.plugin;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.host.environment.Environment;
import io.bulkhead.host.plugin.release.LoaderWatch;

/**
 * Opens plugins for models.
 *
 * @param layers of this process
 * @param watch is told of each that was closed
 */
public record ModelPlugins(NativeLayers layers, LoaderWatch watch) {
    /** Where nobody looks whether they go. */
    public ModelPlugins(NativeLayers layers) {
        this(layers, LoaderWatch.NONE);
    }

    /**
     * Opens one.
     *
     * @throws NativeClashException if its natives cannot be loaded into this process
     * @throws ServingException {@code MODEL_LOAD_FAILED} if it cannot be opened
     */
    public OpenPlugin open(Environment environment, ModelId model) {
        return OpenPlugin.forModel(environment, model, layers, watch);
    }
}
