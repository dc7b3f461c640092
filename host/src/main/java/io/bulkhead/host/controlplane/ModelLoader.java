package io.bulkhead.host.controlplane;

import io.bulkhead.host.config.ModelDefinition;
import io.bulkhead.host.model.LoadedModel;
import io.bulkhead.host.plugin.PluginCatalog;
import io.bulkhead.host.plugin.RuntimeSource;
import io.bulkhead.host.repository.ArtifactLocator;
import io.bulkhead.host.runtime.InstanceFactory;
import io.bulkhead.host.runtime.InstanceSpec;
import io.bulkhead.host.runtime.MeasuredInstance;
import io.bulkhead.host.runtime.ModelInstance;
import java.nio.file.Path;
import java.util.Optional;

/** From a declaration to a model that answers: runtime, artefact, bulkhead. */
public final class ModelLoader {
    private final PluginCatalog plugins;
    private final InstanceFactory instances;
    private final Path repositoryRoot;

    /** Nothing is loaded yet. */
    public ModelLoader(PluginCatalog plugins, InstanceFactory instances, Path repositoryRoot) {
        this.plugins = plugins;
        this.instances = instances;
        this.repositoryRoot = repositoryRoot;
    }

    /**
     * Loads a model, unless what would be loaded is what is loaded already.
     *
     * @param current what is loaded under this id
     * @return empty if nothing changed
     * @throws io.bulkhead.api.error.ServingException if it cannot be loaded; nothing is left then
     */
    Optional<LoadedModel> load(ModelDefinition definition, Optional<LoadedModel> current) {
        RuntimeSource runtime =
                plugins.resolve(
                        definition.settings().implementation(),
                        definition.folder(),
                        repositoryRoot);
        Path artifact = ArtifactLocator.locate(definition, runtime.artifacts());
        String fingerprint = ModelFingerprint.of(definition, runtime, artifact);
        if (current.filter(model -> model.fingerprint().equals(fingerprint)).isPresent()) {
            return Optional.empty();
        }
        InstanceSpec spec =
                new InstanceSpec(
                        definition,
                        runtime.environment(),
                        runtime.name(),
                        artifact,
                        plugins.visible(definition.folder(), repositoryRoot));
        ModelInstance instance =
                new MeasuredInstance(instances.open(spec, runtime.defaultIsolation()));
        try {
            RouteRules.check(instance.routes());
        } catch (RuntimeException e) {
            instance.close();
            throw e;
        }
        return Optional.of(new LoadedModel(spec, instance, fingerprint));
    }
}
