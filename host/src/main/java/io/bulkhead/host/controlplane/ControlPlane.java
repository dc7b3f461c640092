package io.bulkhead.host.controlplane;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** The verbs of the model repository extension as every wire calls them. Thread-safe. */
public interface ControlPlane {
    /**
     * All models on disk and all that are loaded, sorted by name and version. Reads the disk, so
     * not for I/O threads.
     *
     * @param readyOnly leave out what is not READY
     */
    List<IndexEntry> index(boolean readyOnly);

    /**
     * Loads all versions of a model, or loads them anew if their files changed. Never blocks.
     *
     * @return fails with {@link io.bulkhead.api.error.ServingException}: {@code MODEL_NOT_FOUND},
     *     {@code MODEL_LOAD_FAILED}, {@code UNPROCESSABLE}
     */
    CompletionStage<Void> load(String model);

    /**
     * Unloads all versions of a model once requests under way are done. Never blocks.
     *
     * @return fails with {@link io.bulkhead.api.error.ServingException}: {@code MODEL_NOT_FOUND}
     */
    CompletionStage<Void> unload(String model);
}
