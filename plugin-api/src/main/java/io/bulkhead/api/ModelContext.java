package io.bulkhead.api;

import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.metadata.ModelMetadata;
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
     * Exists when {@code create} is called; see {@link RuntimeFactory#findsArtifacts} for what does
     * not. Read only.
     */
    Path artifact();

    /** The folder of {@code model-settings.json}. Read only. */
    Path modelFolder();

    /** A folder of the model's own, made when first asked for, deleted after {@code close}. */
    Path scratchFolder();

    /** Threads of the model's own for work that must not run on the caller's; bounded. */
    Executor executor();

    /**
     * Says that loading goes on, as of a download: the server logs it, and gives the model its time
     * to load anew (see {@code load_timeout_seconds}). Called while {@link RuntimeFactory#create}
     * runs, at most every few seconds; afterwards it does nothing but log.
     *
     * @param progress what was done, in words
     */
    default void stillLoading(String progress) {}

    /** Content types, with what the settings say about this model's inputs and outputs. */
    Codecs codecs();

    /** The model's own metrics. */
    ModelMetrics metrics();

    /**
     * Says anew what the model is: who asks for its metadata from then on is told this, in the
     * place of {@link Model#metadata}. For models that learn while they run. Cheap; may be called
     * by any thread, at any time until {@link Model#close} returns. What the settings say of inputs
     * and outputs still comes first.
     */
    default void describe(ModelMetadata metadata) {
        // Without a server nobody asks.
    }

    /**
     * Loads a model of another runtime, which this model is made of. It lives in that runtime's own
     * loader, as any model does; only types of this API pass between the two. Its outputs keep the
     * shapes that it computes: a vector stays one, as only the asking model answers to a client.
     *
     * <p>Called while the asking model is made, or later. The result is the caller's to close, and
     * is closed after the asking model if it is still open. It is called on the caller's thread;
     * {@link Model#concurrency} is for the caller to keep.
     *
     * @return a model that predicts
     * @throws io.bulkhead.api.error.ServingException {@code MODEL_LOAD_FAILED} if there is no such
     *     runtime, or it cannot load the artefact
     */
    default Model delegate(DelegateSettings settings) {
        throw io.bulkhead.api.error.ServingException.loadFailed(
                "runtime '" + settings.implementation() + "' cannot be asked for here", null);
    }
}
