package io.bulkhead.host.plugin;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.host.config.EnvironmentRequest;
import io.bulkhead.host.environment.EnvironmentLease;
import io.bulkhead.host.environment.EnvironmentStore;
import io.bulkhead.host.environment.MavenArtifacts;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Opens the environments that models' settings name. */
final class RequestedEnvironments {
    private final EnvironmentStore store;
    private final Optional<MavenArtifacts> maven;

    /**
     * @param maven where coordinates are resolved; empty: nowhere
     */
    RequestedEnvironments(EnvironmentStore store, Optional<MavenArtifacts> maven) {
        this.store = store;
        this.maven = maven;
    }

    /**
     * Opens what a model asks for.
     *
     * @param request one that asks for something
     * @param folder the model's, which relative paths start from
     * @throws ServingException {@code MODEL_LOAD_FAILED} if it cannot be had
     */
    EnvironmentLease open(EnvironmentRequest request, Path folder) {
        if (request.tarball().isPresent()) {
            return store.tarball(located("environment_tarball", request.tarball().get(), folder));
        }
        if (!request.dependencies().isEmpty()) {
            return store.artifacts(request.dependencies(), resolved(request.dependencies()));
        }
        return store.folder(located("environment_path", request.path().orElseThrow(), folder));
    }

    private List<Path> resolved(List<String> coordinates) {
        return maven.orElseThrow(
                        () ->
                                ServingException.loadFailed(
                                        "dependencies " + coordinates + ": no Maven here", null))
                .resolve(coordinates);
    }

    /** Relative to the model's folder; else, as MLServer has it, to the working directory. */
    private static Path located(String setting, String text, Path folder) {
        if (text.matches("[A-Za-z][A-Za-z0-9+.-]+://.*")) {
            throw ServingException.loadFailed(
                    setting
                            + " '"
                            + text
                            + "' is not on this machine; fetch it first and give a path",
                    null);
        }
        String home = System.getProperty("user.home", "~");
        String expanded = text.startsWith("~/") ? home + text.substring(1) : text;
        try {
            Path near = folder.resolve(expanded).normalize();
            Path working = Path.of(expanded).toAbsolutePath().normalize();
            if (!Files.exists(near) && !Files.exists(working)) {
                throw ServingException.loadFailed(
                        setting
                                + " '"
                                + text
                                + "' exists neither in the model's folder nor in the working"
                                + " directory",
                        null);
            }
            return Files.exists(near) ? near : working;
        } catch (InvalidPathException e) {
            throw ServingException.loadFailed(setting + " '" + text + "' is no path", e);
        }
    }
}
