package io.bulkhead.plugin.huggingface;

import io.bulkhead.api.ModelContext;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.huggingface.folder.ModelFolder;
import io.bulkhead.plugin.huggingface.hub.FileSelection;
import io.bulkhead.plugin.huggingface.hub.HubClient;
import io.bulkhead.plugin.huggingface.hub.HubSettings;
import io.bulkhead.plugin.huggingface.hub.RepositoryId;
import io.bulkhead.plugin.huggingface.settings.RuntimeSettings;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where the files of one model are: on this machine, or on a hub. */
final class ModelPlaces {
    /** As KServe writes it. */
    private static final String HUB = "hf://";

    private final ModelContext context;
    private final RuntimeSettings settings;
    private final Map<String, String> variables;

    ModelPlaces(ModelContext context, RuntimeSettings settings, Map<String, String> variables) {
        this.context = context;
        this.settings = settings;
        this.variables = variables;
    }

    /** The folder of the model. */
    ModelFolder model() {
        FileSelection wanted =
                new FileSelection(true, settings.optimumModel(), settings.fileName());
        return settings.pretrainedModel()
                .or(this::uri)
                .map(name -> named(name, settings.revision(), wanted))
                .orElseGet(() -> ModelFolder.open(context.artifact()));
    }

    /** What {@code parameters.uri} names, if that is no file or folder below the settings. */
    private Optional<String> uri() {
        return context.artifact().equals(context.modelFolder())
                ? context.settings().parameters().getString("uri").filter(uri -> !uri.isBlank())
                : Optional.empty();
    }

    /** The folder of the tokenizer, if the settings name one. */
    Optional<ModelFolder> tokenizer() {
        // The revision is the model's, as in MLServer, unless both are of one repository.
        Optional<String> revision =
                settings.pretrainedTokenizer().equals(settings.pretrainedModel())
                        ? settings.revision()
                        : Optional.empty();
        return settings.pretrainedTokenizer()
                .map(name -> named(name, revision, FileSelection.TOKENIZER));
    }

    /** A folder beside the model's settings, or below the working directory, or on the hub. */
    private ModelFolder named(String name, Optional<String> revision, FileSelection wanted) {
        return folder(name)
                .map(ModelFolder::open)
                .orElseGet(
                        () ->
                                RepositoryId.parse(withoutScheme(name), revision)
                                        .map(id -> ModelFolder.open(hub().folder(id, wanted)))
                                        .orElseThrow(
                                                () ->
                                                        ServingException.loadFailed(
                                                                "there is no folder '" + name + "'",
                                                                null)));
    }

    private static String withoutScheme(String name) {
        return name.startsWith(HUB) ? name.substring(HUB.length()) : name;
    }

    private Optional<Path> folder(String name) {
        try {
            for (Path path : new Path[] {context.modelFolder().resolve(name), Path.of(name)}) {
                if (Files.isDirectory(path)) {
                    return Optional.of(path);
                }
            }
            return Optional.empty();
        } catch (InvalidPathException e) {
            throw ServingException.loadFailed("'" + name + "' is no path", e);
        }
    }

    private HubClient hub() {
        Path home = Path.of(variables.getOrDefault("HOME", System.getProperty("user.home", ".")));
        HubSettings hub =
                HubSettings.of(variables, home)
                        .with(settings.token(), settings.cacheFolder(), settings.localFilesOnly());
        return new HubClient(hub, variables, context::stillLoading);
    }
}
