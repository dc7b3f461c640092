package io.bulkhead.api.repository;

import io.bulkhead.api.inference.Parameters;
import java.nio.file.Path;
import java.util.Objects;

/**
 * What the server lends to a {@link ModelRepository}. Immutable.
 *
 * @param root the folder that the server was started on; plugins for its models may lie there
 * @param arguments the server's {@code model_repository_implementation_args}
 * @param scratchFolder a folder of the repository's own for what it fetches, deleted when the
 *     server is closed
 */
public record RepositoryContext(Path root, Parameters arguments, Path scratchFolder) {
    /** Checks that all are there. */
    public RepositoryContext {
        Objects.requireNonNull(root, "root");
        Objects.requireNonNull(arguments, "arguments");
        Objects.requireNonNull(scratchFolder, "scratchFolder");
    }
}
