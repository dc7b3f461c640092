package io.bulkhead.host.runtime;

/** Is told that a model still loads, see {@link io.bulkhead.api.ModelContext#stillLoading}. */
@FunctionalInterface
public interface LoadProgress {
    /** Of whoever does not limit how long a model loads. */
    LoadProgress UNLIMITED = progress -> {};

    /** The model has got so far, in words. */
    void stillLoading(String progress);
}
