package io.bulkhead.host.plugin;

import io.bulkhead.api.Isolation;
import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.host.environment.Environment;
import java.util.List;
import java.util.Set;

/**
 * A runtime and the plugin that it comes from.
 *
 * @param name the runtime's
 * @param implementations further names that it answers to
 * @param artifacts well-known file names, best first
 */
public record RuntimeSource(
        Environment environment,
        String name,
        Set<String> implementations,
        List<String> artifacts,
        Isolation defaultIsolation) {

    /** Copies what is not one. */
    public RuntimeSource {
        implementations = Set.copyOf(implementations);
        artifacts = List.copyOf(artifacts);
    }

    static RuntimeSource of(Environment environment, RuntimeFactory factory) {
        return new RuntimeSource(
                environment,
                factory.name(),
                factory.implementations(),
                factory.artifacts(),
                factory.defaultIsolation());
    }

    /** Whether this is what a model's settings call so. */
    public boolean answersTo(String implementation) {
        return name.equals(implementation) || implementations.contains(implementation);
    }

    /** The same runtime, made of something else. */
    RuntimeSource in(Environment other) {
        return new RuntimeSource(other, name, implementations, artifacts, defaultIsolation);
    }
}
