package io.bulkhead.host.config;

import io.bulkhead.api.Isolation;
import io.bulkhead.api.ModelSettings;
import io.bulkhead.api.metadata.ModelId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One model as its folder declares it.
 *
 * @param settings what its runtime gets to see
 * @param versions {@code versions}: shown in the metadata, means nothing else
 * @param folder of {@code model-settings.json}, or of the artefact where there is none
 * @param uri {@code parameters.uri}: what the model is loaded from; empty: look in the folder
 * @param isolation {@code parameters.isolation}; empty: the runtime's own
 * @param workers {@code parallel_workers}: child JVMs with process isolation; empty: the server's
 * @param child how its child JVMs are run
 * @param schedule how requests wait for it, and for how long
 * @param origin where it is declared
 * @param environment what its runtime is to be made of
 * @param declaration the settings as they were read: what tells a changed model from an unchanged
 */
public record ModelDefinition(
        ModelSettings settings,
        List<String> versions,
        Path folder,
        Optional<String> uri,
        Optional<Isolation> isolation,
        Optional<Integer> workers,
        ChildOptions child,
        SchedulePolicy schedule,
        Origin origin,
        EnvironmentRequest environment,
        String declaration) {

    /** Without an environment of its own. */
    public ModelDefinition(
            ModelSettings settings,
            List<String> versions,
            Path folder,
            Optional<String> uri,
            Optional<Isolation> isolation,
            Optional<Integer> workers,
            ChildOptions child,
            SchedulePolicy schedule,
            Origin origin,
            String declaration) {
        this(
                settings,
                versions,
                folder,
                uri,
                isolation,
                workers,
                child,
                schedule,
                origin,
                EnvironmentRequest.none(),
                declaration);
    }

    /** What declares a model. */
    public enum Origin {
        /** {@code model-settings.json}. */
        FILE,
        /** Nothing but an artefact that a runtime recognises. */
        ARTIFACT,
        /** {@code MLSERVER_MODEL_*} alone. */
        ENVIRONMENT
    }

    /** Name and version. */
    public ModelId id() {
        return settings.id();
    }
}
