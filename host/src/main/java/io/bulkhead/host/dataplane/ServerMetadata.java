package io.bulkhead.host.dataplane;

import java.util.List;
import java.util.stream.Stream;

/**
 * The protocol's server metadata.
 *
 * @param extensions the names of the protocol extensions that work here
 */
public record ServerMetadata(String name, String version, List<String> extensions) {
    /** Under the names that Triton gave them. */
    private static final List<String> WORKING =
            List.of(
                    "binary_tensor_data",
                    "classification",
                    "logging",
                    "model_configuration",
                    "model_repository",
                    "parameters",
                    "schedule_policy",
                    "statistics");

    private static final String SHARED_MEMORY = "system_shared_memory";

    /** Copies the list. */
    public ServerMetadata {
        extensions = List.copyOf(extensions);
    }

    /**
     * Of a server whose settings may name the extensions.
     *
     * @param named takes the place of those that work, unless it is empty
     * @param sharesMemory whether clients may leave tensors in shared memory
     */
    public static ServerMetadata of(
            String name, String version, List<String> named, boolean sharesMemory) {
        List<String> working =
                sharesMemory
                        ? Stream.concat(WORKING.stream(), Stream.of(SHARED_MEMORY)).toList()
                        : WORKING;
        return new ServerMetadata(name, version, named.isEmpty() ? working : named);
    }
}
