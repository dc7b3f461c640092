package io.bulkhead.host.dataplane;

import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.host.config.EffectiveSettings;
import io.bulkhead.host.config.ModelDefinition;
import io.bulkhead.host.environment.Environment;
import io.bulkhead.host.environment.EnvironmentSource;
import io.bulkhead.host.environment.JarContents;
import io.bulkhead.host.model.LoadedModel;
import io.bulkhead.host.runtime.InstanceSpec;
import io.bulkhead.host.runtime.ModelInstance;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Puts together how a loaded model is configured. */
final class ConfigurationReport {
    private final EffectiveSettings settings;

    ConfigurationReport(EffectiveSettings settings) {
        this.settings = settings;
    }

    ModelConfiguration of(LoadedModel model) {
        InstanceSpec spec = model.spec();
        ModelDefinition definition = spec.definition();
        ModelInstance instance = model.instance();
        ModelMetadata artifact = instance.metadata();
        String platform = definition.settings().platform();
        return new ModelConfiguration(
                model.id(),
                platform.isEmpty() ? artifact.platform() : platform,
                declaredOr(definition.settings().inputs(), artifact.inputs()),
                declaredOr(definition.settings().outputs(), artifact.outputs()),
                settings.of(definition, instance.isolation()),
                withinFolder(definition.folder(), spec.artifact()),
                artifact.properties(),
                new ModelConfiguration.Placement(
                        instance.isolation(), instance.placement(), instance.ready()),
                plugin(spec.runtime(), spec.environment()));
    }

    private static List<TensorMetadata> declaredOr(
            List<TensorMetadata> declared, List<TensorMetadata> ofArtifact) {
        return declared.isEmpty() ? ofArtifact : declared;
    }

    /** Relative to the model's folder; the name alone of what lies elsewhere. */
    private static String withinFolder(Path folder, Path artifact) {
        return artifact.startsWith(folder)
                ? folder.relativize(artifact).toString()
                : name(artifact);
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static ModelConfiguration.Plugin plugin(String runtime, Environment environment) {
        return new ModelConfiguration.Plugin(
                runtime,
                environment.id(),
                environment.version(),
                environment.fingerprint(),
                source(environment.source()),
                environment.jars().stream().map(ConfigurationReport::jar).toList());
    }

    private static ModelConfiguration.Source source(EnvironmentSource source) {
        return new ModelConfiguration.Source(
                source.kind().name().toLowerCase(Locale.ROOT), source.text(), source.sha256());
    }

    private static ModelConfiguration.Jar jar(JarContents jar) {
        return new ModelConfiguration.Jar(
                name(jar.path()), jar.fingerprint(), List.copyOf(jar.nativeLibraries()));
    }
}
