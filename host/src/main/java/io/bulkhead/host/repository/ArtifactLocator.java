package io.bulkhead.host.repository;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.host.config.ModelDefinition;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds what a model is loaded from, as MLServer's {@code get_model_uri} does. */
public final class ArtifactLocator {
    private ArtifactLocator() {}

    /**
     * The artefact of a model: {@code parameters.uri} relative to the model's folder; if that is a
     * folder, the first well-known file in it; if there is none, the folder itself.
     *
     * @param wellKnown names of files, best first
     * @param elsewhere whether the runtime looks itself for what is not here, from the folder on
     * @throws ServingException {@code MODEL_LOAD_FAILED} if it does not exist
     */
    public static Path locate(
            ModelDefinition definition, List<String> wellKnown, boolean elsewhere) {
        if (elsewhere && definition.uri().filter(uri -> !isHere(definition, uri)).isPresent()) {
            return definition.folder();
        }
        Path place =
                definition.uri().map(uri -> resolve(definition, uri)).orElse(definition.folder());
        if (!Files.exists(place)) {
            throw ServingException.loadFailed(
                    "Invalid URI specified for model "
                            + definition.id().name()
                            + ": parameters.uri '"
                            + definition.uri().orElse("")
                            + "' does not exist in the model's folder",
                    null);
        }
        if (Files.isDirectory(place)) {
            for (String name : wellKnown) {
                Path file = place.resolve(name);
                if (Files.exists(file)) {
                    return file;
                }
            }
        }
        return place;
    }

    private static boolean isHere(ModelDefinition definition, String uri) {
        try {
            return Files.exists(resolve(definition, uri));
        } catch (ServingException noPath) {
            return false;
        }
    }

    private static Path resolve(ModelDefinition definition, String uri) {
        try {
            if (uri.startsWith("file:")) {
                return Path.of(URI.create(uri));
            }
            if (uri.matches("[A-Za-z][A-Za-z0-9+.-]+://.*")) {
                throw ServingException.loadFailed(
                        "model '"
                                + definition.id().name()
                                + "': parameters.uri '"
                                + uri
                                + "' is not on this machine; fetch it first and give a path",
                        null);
            }
            return definition.folder().resolve(uri).normalize();
        } catch (IllegalArgumentException e) {
            throw ServingException.loadFailed(
                    "model '"
                            + definition.id().name()
                            + "': parameters.uri '"
                            + uri
                            + "' is no path",
                    e);
        }
    }
}
