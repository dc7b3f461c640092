package io.bulkhead.host.runtime;

import io.bulkhead.host.config.ModelDefinition;
import io.bulkhead.host.environment.Environment;
import io.bulkhead.host.plugin.RuntimeSource;
import java.nio.file.Path;
import java.util.List;

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

    /** For a model of one runtime alone. */
    public InstanceSpec(
            ModelDefinition definition, Environment environment, String runtime, Path artifact) {
        this(definition, environment, runtime, artifact, List.of());
    }
}
