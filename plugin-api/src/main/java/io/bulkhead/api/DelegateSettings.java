package io.bulkhead.api;

import io.bulkhead.api.inference.Parameters;
import java.nio.file.Path;
import java.util.Objects;

/**
 * What a model asks of another runtime, see {@link ModelContext#delegate}. Immutable.
 *
 * @param implementation the runtime's name, or one of its further names
 * @param artifact the existing file or folder that it is to load
 * @param extra its {@code parameters.extra}
 */
public record DelegateSettings(String implementation, Path artifact, Parameters extra) {
    /** Checks that all are there. */
    public DelegateSettings {
        Objects.requireNonNull(implementation, "implementation");
        Objects.requireNonNull(artifact, "artifact");
        Objects.requireNonNull(extra, "extra");
    }

    /** Without settings of the runtime's own. */
    public static DelegateSettings of(String implementation, Path artifact) {
        return new DelegateSettings(implementation, artifact, Parameters.empty());
    }
}
