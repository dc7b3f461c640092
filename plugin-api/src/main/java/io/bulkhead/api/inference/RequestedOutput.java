package io.bulkhead.api.inference;

import java.util.Objects;

/**
 * An output that the client asks for.
 *
 * @param name of the model's output
 * @param parameters what the client says about it, e.g. the {@code content_type} it wants
 */
public record RequestedOutput(String name, Parameters parameters) {
    /** Checks that both are there. */
    public RequestedOutput {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(parameters, "parameters");
    }
}
