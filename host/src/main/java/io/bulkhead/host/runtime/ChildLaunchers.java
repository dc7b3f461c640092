package io.bulkhead.host.runtime;

/** Opens a model in children of the kind that its runtime is written for. */
public record ChildLaunchers(ProcessLauncher java, ProcessLauncher python)
        implements ProcessLauncher {
    @Override
    public ModelInstance launch(InstanceSpec spec, int workers, ChildReason reason) {
        boolean inPython = spec.environment().python().isPresent();
        return (inPython ? python : java).launch(spec, workers, reason);
    }
}
