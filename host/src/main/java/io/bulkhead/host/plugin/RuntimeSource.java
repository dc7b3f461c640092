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

    static RuntimeSource of(Environment environment, RuntimeFactory factory) {
        return new RuntimeSource(
                environment,
                factory.name(),
                Set.copyOf(factory.implementations()),
                List.copyOf(factory.artifacts()),
                factory.defaultIsolation());
    }

    boolean answersTo(String implementation) {
        return name.equals(implementation) || implementations.contains(implementation);
    }
}
