package io.bulkhead.api.metadata;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A model's name and version.
 *
 * @param name as in the request's path
 * @param version empty text for a model without versions
 */
public record ModelId(String name, String version) {
    /** Checks that both are there. */
    public ModelId {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(version, "version");
    }

    // By hand: it is a key from a process's first moment on, and what a record calls is spun then.
    @Override
    public int hashCode() {
        return 31 * name.hashCode() + version.hashCode();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ModelId that
                && name.equals(that.name)
                && version.equals(that.version);
    }

    /** {@code name} or {@code name:version}, for logs. */
    @Override
    public String toString() {
        return version.isEmpty() ? name : name + ":" + version;
    }
}
