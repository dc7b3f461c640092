package io.bulkhead.host.runtime;

/** Opens models in child JVMs. */
@FunctionalInterface
public interface ProcessLauncher {
    /**
     * Loads a model in child JVMs; returns when it is ready to predict.
     *
     * @param workers how many, at least one
     * @param reason why not in this JVM
     * @throws io.bulkhead.api.error.ServingException if it cannot be loaded; nothing is left then
     */
    ModelInstance launch(InstanceSpec spec, int workers, ChildReason reason);
}
