package io.bulkhead.host.controlplane;

import io.bulkhead.host.config.ModelDefinition;
import io.bulkhead.host.controlplane.golden.GoldenSamples;
import io.bulkhead.host.model.LoadedModel;
import io.bulkhead.host.plugin.PluginCatalog;
import io.bulkhead.host.plugin.ReachableRuntimes;
import io.bulkhead.host.plugin.RuntimeLease;
import io.bulkhead.host.plugin.RuntimeSource;
import io.bulkhead.host.repository.ArtifactLocator;
import io.bulkhead.host.runtime.InstanceFactory;
import io.bulkhead.host.runtime.InstanceSpec;
import io.bulkhead.host.runtime.MeasuredInstance;
import io.bulkhead.host.runtime.ModelInstance;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** From a declaration to a model that answers: runtime, artefact, bulkhead. */
public final class ModelLoader {
    private final PluginCatalog plugins;
    private final InstanceFactory instances;
    private final Path repositoryRoot;
    private final GoldenSamples samples;
    private final RuntimeChoice choice;

    /**
     * Nothing is loaded yet.
     *
     * @param samples what a loaded copy has to answer before it is given out
     */
    public ModelLoader(
            PluginCatalog plugins,
            InstanceFactory instances,
            Path repositoryRoot,
            GoldenSamples samples) {
        this.plugins = plugins;
        this.instances = instances;
        this.repositoryRoot = repositoryRoot;
        this.samples = samples;
        this.choice = new RuntimeChoice(plugins, repositoryRoot);
    }

    /**
     * Loads a model, unless what would be loaded is what is loaded already.
     *
     * @param current what is loaded under this id
     * @return empty if nothing changed
     * @throws io.bulkhead.api.error.ServingException if it cannot be loaded; nothing is left then
     */
    Optional<LoadedModel> load(ModelDefinition definition, Optional<LoadedModel> current) {
        ModelEnvironments environments = new ModelEnvironments(instances::holds);
        try {
            RuntimeLease lease = choice.lease(definition);
            environments.add(lease.environment());
            Optional<LoadedModel> loaded = load(definition, current, lease.source(), environments);
            if (loaded.isEmpty()) {
                environments.close();
            }
            return loaded;
        } catch (RuntimeException | Error e) {
            environments.close();
            throw e;
        }
    }

    private Optional<LoadedModel> load(
            ModelDefinition definition,
            Optional<LoadedModel> current,
            RuntimeSource runtime,
            ModelEnvironments environments) {
        boolean python = runtime.environment().python().isPresent();
        Path artifact =
                python
                        ? definition.folder() // the code is there; what else, the code decides
                        : ArtifactLocator.locate(
                                definition, runtime.artifacts(), runtime.findsArtifacts());
        List<Path> asked = samples.files(definition.folder());
        String fingerprint = ModelFingerprint.of(definition, runtime, artifact, asked);
        if (current.filter(model -> serves(model, fingerprint)).isPresent()) {
            return Optional.empty();
        }
        ReachableRuntimes reachable = plugins.reachable(definition.folder(), repositoryRoot);
        reachable.leases().forEach(environments::add);
        InstanceSpec spec =
                new InstanceSpec(
                        definition,
                        runtime.environment(),
                        runtime.name(),
                        artifact,
                        reachable.sources());
        ModelInstance instance = instances.open(spec, runtime);
        try {
            RouteRules.check(instance.routes());
            samples.check(asked, instance);
        } catch (RuntimeException e) {
            instance.close();
            throw e;
        }
        return Optional.of(
                new LoadedModel(spec, new MeasuredInstance(instance), environments, fingerprint));
    }

    /** A copy that is the same and will never answer again is no reason not to load another. */
    private static boolean serves(LoadedModel model, String fingerprint) {
        return model.fingerprint().equals(fingerprint) && !model.instance().broken();
    }
}
