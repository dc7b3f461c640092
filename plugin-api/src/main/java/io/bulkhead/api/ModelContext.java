package io.bulkhead.api;

import io.bulkhead.api.codec.Codecs;
import java.nio.file.Path;
import java.util.concurrent.Executor;

/**
 * All that the server lends to one model, from {@link RuntimeFactory#create} until {@link
 * Model#close} returns. Safe for use by many threads.
 */
public interface ModelContext {
    /** What the settings say about the model. */
    ModelSettings settings();

    /**
     * What the model is loaded from: the file or folder of {@code parameters.uri}; without one, the
     * first of {@link RuntimeFactory#artifacts} that lies in the model's folder; else that folder.
     * Exists when {@code create} is called. Read only.
     */
    Path artifact();

    /** The folder of {@code model-settings.json}. Read only. */
    Path modelFolder();

    /** A folder of the model's own, made when first asked for, deleted after {@code close}. */
    Path scratchFolder();

    /** Threads of the model's own for work that must not run on the caller's; bounded. */
    Executor executor();

    /** Content types, with what the settings say about this model's inputs and outputs. */
    Codecs codecs();

    /** The model's own metrics. */
    ModelMetrics metrics();
}
