package io.bulkhead.host.runtime;

import io.bulkhead.host.config.ModelDefinition;
import io.bulkhead.host.environment.Environment;
import java.nio.file.Path;

/**
 * All that is needed to load one copy of a model.
 *
 * @param environment what its runtime is made of
 * @param runtime the runtime's name in that environment
 * @param artifact the file or folder that the model is loaded from
 */
public record InstanceSpec(
        ModelDefinition definition, Environment environment, String runtime, Path artifact) {}
