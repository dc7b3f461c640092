package io.bulkhead.host.dataplane;

import java.util.List;

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

    /** Copies the list. */
    public ServerMetadata {
        extensions = List.copyOf(extensions);
    }

    /**
     * Of a server whose settings may name the extensions.
     *
     * @param named takes the place of those that work, unless it is empty
     */
    public static ServerMetadata of(String name, String version, List<String> named) {
        return new ServerMetadata(name, version, named.isEmpty() ? WORKING : named);
    }
}
