package io.bulkhead.host.dataplane;

import io.bulkhead.api.Isolation;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.host.config.EffectiveSetting;
import java.util.List;

/**
 * How a model is configured, as far as clients may know: file names, but no paths of the server.
 *
 * @param platform as its settings say, else as its artefact does
 * @param inputs as its settings say, else as its artefact does
 * @param outputs as its settings say, else as its artefact does
 * @param settings those in force, in the order of the documentation
 * @param artifact what it was loaded from, relative to its folder
 * @param properties what its runtime tells of the artefact and of what reads it
 */
public record ModelConfiguration(
        ModelId id,
        String platform,
        List<TensorMetadata> inputs,
        List<TensorMetadata> outputs,
        List<EffectiveSetting> settings,
        String artifact,
        Parameters properties,
        Placement placement,
        Plugin plugin) {
    /** Copies the lists. */
    public ModelConfiguration {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        settings = List.copyOf(settings);
    }

    /**
     * Where the model runs.
     *
     * @param reason where, and why there, in words
     * @param ready whether it answers right now
     */
    public record Placement(Isolation isolation, String reason, boolean ready) {}

    /**
     * The plugin that the model's runtime comes from.
     *
     * @param runtime the runtime's name
     * @param version empty if the plugin has none
     * @param fingerprint of all jars: equal for equal contents
     * @param source what the jars come from, and why from there
     */
    public record Plugin(
            String runtime,
            String id,
            String version,
            String fingerprint,
            Source source,
            List<Jar> jars) {
        /** Copies the list. */
        public Plugin {
            jars = List.copyOf(jars);
        }
    }

    /**
     * What was picked for a model to be made of.
     *
     * @param kind {@code installed}, {@code plugin}, {@code tarball}, {@code folder} or {@code
     *     maven}
     * @param text in words
     * @param sha256 of the file; empty if there are several
     */
    public record Source(String kind, String text, String sha256) {}

    /**
     * A jar of the plugin.
     *
     * @param fingerprint SHA-256 of its entries' names, sizes and checksums
     * @param nativeLibraries file names of the native libraries in it
     */
    public record Jar(String file, String fingerprint, List<String> nativeLibraries) {
        /** Copies the list. */
        public Jar {
            nativeLibraries = List.copyOf(nativeLibraries);
        }
    }
}
