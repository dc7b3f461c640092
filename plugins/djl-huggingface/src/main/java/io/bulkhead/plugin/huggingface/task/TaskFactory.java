package io.bulkhead.plugin.huggingface.task;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.huggingface.folder.ModelFolder;
import io.bulkhead.plugin.huggingface.graph.Graph;
import io.bulkhead.plugin.huggingface.graph.GraphFactory;
import io.bulkhead.plugin.huggingface.settings.RuntimeSettings;
import io.bulkhead.plugin.huggingface.tokenizer.Tokenizer;

/** Makes the task that the settings ask for, of what is in the folder. */
public final class TaskFactory {
    private final ModelFolder folder;
    private final ModelFolder tokenizerFolder;
    private final RuntimeSettings settings;
    private final GraphFactory graphs;

    /**
     * @param folder of the model
     * @param tokenizerFolder of the tokenizer, mostly the same
     */
    public TaskFactory(ModelFolder folder, ModelFolder tokenizerFolder, RuntimeSettings settings) {
        this.folder = folder;
        this.tokenizerFolder = tokenizerFolder;
        this.settings = settings;
        this.graphs = new GraphFactory(folder, settings);
    }

    /** The task: that of the settings, else the one that the model was made for. */
    public TaskName name() {
        if (!settings.task().isEmpty()) {
            return TaskName.of(settings.taskName());
        }
        return TaskName.of(folder.config())
                .orElseThrow(
                        () ->
                                ServingException.loadFailed(
                                        "the settings name no task (parameters.extra.task), and"
                                                + " config.json has no architecture that tells it",
                                        null));
    }

    /**
     * Opens what the task needs.
     *
     * @throws ServingException {@code MODEL_LOAD_FAILED} if that cannot be; nothing is left open
     */
    public Task create() {
        return switch (name()) {
            case TEXT_CLASSIFICATION -> new TextClassification(textModel(), folder.config());
            default ->
                    throw ServingException.loadFailed(
                            "task '" + name().text() + "' is not served yet", null);
        };
    }

    private TextModel textModel() {
        Tokenizer tokenizer = Tokenizer.open(tokenizerFolder);
        try {
            Graph graph = graphs.model();
            return new TextModel(
                    tokenizer, graph, folder.config().maxPositions(), settings.batchSize());
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }
}
