package io.bulkhead.host.runtime;

import io.bulkhead.api.Isolation;
import io.bulkhead.api.ModelMetrics;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.host.environment.Environment;
import io.bulkhead.host.environment.JavaRelease;
import io.bulkhead.host.plugin.ModelPlugins;
import io.bulkhead.host.plugin.NativeClashException;
import io.bulkhead.host.plugin.NativeLayers;
import io.bulkhead.host.plugin.RuntimeSource;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the bulkhead of a model: what its settings ask for, else what its runtime prefers; and a
 * child JVM whatever was asked for, when its native libraries cannot live in this process.
 */
public final class InstanceFactory {
    private static final Logger LOG = LoggerFactory.getLogger(InstanceFactory.class);

    private final ModelPlugins plugins;
    private final ProcessLauncher launcher;
    private final Function<ModelId, ModelMetrics> metrics;
    private final int defaultWorkers;
    private final CallWatch watch;

    /** With calls that nobody watches. */
    public InstanceFactory(
            NativeLayers layers,
            ProcessLauncher launcher,
            Function<ModelId, ModelMetrics> metrics,
            int defaultWorkers) {
        this(new ModelPlugins(layers), launcher, metrics, defaultWorkers, CallWatch.OFF);
    }

    /**
     * @param defaultWorkers child JVMs of a model whose settings do not say how many
     * @param watch of calls into models that are in this process
     */
    public InstanceFactory(
            ModelPlugins plugins,
            ProcessLauncher launcher,
            Function<ModelId, ModelMetrics> metrics,
            int defaultWorkers,
            CallWatch watch) {
        this.plugins = plugins;
        this.launcher = launcher;
        this.metrics = metrics;
        this.defaultWorkers = defaultWorkers;
        this.watch = watch;
    }

    /** Whether native libraries of this environment are in this process, and so are for ever. */
    public boolean holds(Environment environment) {
        return plugins.layers().isMadeOf(environment);
    }

    /**
     * Loads one copy of a model; may take minutes.
     *
     * @param runtime says where its models may live
     * @throws ServingException if it cannot be loaded; nothing is left open then
     */
    public ModelInstance open(InstanceSpec spec, RuntimeSource runtime) {
        if (spec.environment().python().isPresent()) {
            return inProcessOfItsOwn(spec, runtime, ChildReason.asked("its runtime is in Python"));
        }
        Optional<JavaRelease> java = spec.javaHome().map(JavaRelease::of);
        if (java.isPresent()) {
            String version = "Java " + java.get().version();
            boolean asked = spec.definition().environment().javaHome().isPresent();
            return inProcessOfItsOwn(
                    spec,
                    runtime,
                    asked
                            ? ChildReason.asked("the settings ask for " + version)
                            : ChildReason.chosen("its environment brings " + version));
        }
        Isolation wanted = spec.definition().isolation().orElse(runtime.defaultIsolation());
        if (wanted == Isolation.PROCESS) {
            String who = spec.definition().isolation().isPresent() ? "the settings" : "the runtime";
            return inProcessOfItsOwn(spec, runtime, ChildReason.asked(who + " ask for it"));
        }
        requireAllowed(runtime, wanted, "the settings ask for it");
        ModelId id = spec.definition().id();
        try {
            return InProcessInstance.load(
                    spec, plugins, metrics.apply(id), LoadProgress.UNLIMITED, watch);
        } catch (NativeClashException e) {
            LOG.info("Model {} takes a child JVM: {}", id, e.reason());
            return inProcessOfItsOwn(spec, runtime, ChildReason.chosen(e.reason()));
        } catch (ServingException e) {
            String linker = LinkFailure.in(e).orElseThrow(() -> e);
            String reason = "a native library did not link in the server's process";
            LOG.warn("Model {} takes a child JVM: {}: {}", id, reason, linker);
            plugins.layers().refuse(spec.environment(), reason);
            return inProcessOfItsOwn(spec, runtime, ChildReason.chosen(reason));
        }
    }

    private static void requireAllowed(RuntimeSource runtime, Isolation wanted, String why) {
        runtime.refusal(wanted, why)
                .ifPresent(
                        reason -> {
                            throw ServingException.loadFailed(reason, null);
                        });
    }

    private ModelInstance inProcessOfItsOwn(
            InstanceSpec spec, RuntimeSource runtime, ChildReason reason) {
        requireAllowed(runtime, Isolation.PROCESS, reason.words());
        return launcher.launch(spec, spec.definition().workers().orElse(defaultWorkers), reason);
    }
}
