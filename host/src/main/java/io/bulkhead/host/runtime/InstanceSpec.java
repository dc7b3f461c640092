package io.bulkhead.host.runtime;

import io.bulkhead.host.config.ModelDefinition;
import io.bulkhead.host.environment.Environment;
import io.bulkhead.host.plugin.RuntimeSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * All that is needed to load one copy of a model.
 *
 * @param environment what its runtime is made of
 * @param runtime the runtime's name in that environment
 * @param artifact the file or folder that the model is loaded from
 * @param reachable the runtimes that it may ask to load a part of it, the nearest first
 */
public record InstanceSpec(
        ModelDefinition definition,
        Environment environment,
        String runtime,
        Path artifact,
        List<RuntimeSource> reachable) {
    /** Copies the list. */
    public InstanceSpec {
        reachable = List.copyOf(reachable);
    }

    /** The Java that its child JVMs run on; empty: the server's. */
    public Optional<Path> javaHome() {
        return definition
                .environment()
                .javaHome()
                .map(text -> definition.folder().resolve(text).normalize())
                .or(environment::javaHome);
    }

    /** For a model of one runtime alone. */
    public InstanceSpec(
            ModelDefinition definition, Environment environment, String runtime, Path artifact) {
        this(definition, environment, runtime, artifact, List.of());
    }
}
