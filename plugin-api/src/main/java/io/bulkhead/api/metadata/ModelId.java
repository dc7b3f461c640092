package io.bulkhead.api.metadata;

import java.util.Objects;

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

    /** {@code name} or {@code name:version}, for logs. */
    @Override
    public String toString() {
        return version.isEmpty() ? name : name + ":" + version;
    }
}
