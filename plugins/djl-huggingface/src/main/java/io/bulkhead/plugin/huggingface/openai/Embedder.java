package io.bulkhead.plugin.huggingface.openai;

/** Makes one vector of a text. Safe for use by many threads. */
public interface Embedder {
    /**
     * The vector of a text's tokens.
     *
     * @throws io.bulkhead.api.error.ServingException {@code INVALID_ARGUMENT} if there are too many
     */
    float[] vector(long[] tokens);
}
