package io.bulkhead.host.plugin.release;

import io.bulkhead.api.metadata.ModelId;
import java.util.Optional;

/** Is told of the class loaders that should go. Thread-safe. */
public interface LoaderWatch {
    /** Looks at none. */
    LoaderWatch NONE =
            new LoaderWatch() {
                @Override
                public <L extends ClassLoader & ReleasedLoader> void closed(
                        L loader, Optional<ModelId> model, String plugin) {}
            };

    /**
     * Nothing of this loader is used by the server any more. Returns at once, and does not hold it.
     *
     * @param model that it was made for; empty: to ask the plugin what it offers
     */
    <L extends ClassLoader & ReleasedLoader> void closed(
            L loader, Optional<ModelId> model, String plugin);
}
