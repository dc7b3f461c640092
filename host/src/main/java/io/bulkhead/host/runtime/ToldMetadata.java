package io.bulkhead.host.runtime;

import io.bulkhead.api.metadata.ModelMetadata;
import java.util.Optional;

/** What a model says of itself while it runs, in the place of what it said when it was loaded. */
public final class ToldMetadata {
    private final Runnable listener;
    private volatile Optional<ModelMetadata> told = Optional.empty();

    /**
     * @param listener called after each change, on the thread of whoever tells
     */
    public ToldMetadata(Runnable listener) {
        this.listener = listener;
    }

    /** One that nobody listens to. */
    public static ToldMetadata silent() {
        return new ToldMetadata(() -> {});
    }

    /** From now on it is this. */
    public void tell(ModelMetadata metadata) {
        told = Optional.of(metadata);
        listener.run();
    }

    /** The last one; empty if the model has said nothing. */
    public Optional<ModelMetadata> told() {
        return told;
    }
}
