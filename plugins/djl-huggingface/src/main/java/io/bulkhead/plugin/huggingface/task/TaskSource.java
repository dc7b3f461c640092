package io.bulkhead.plugin.huggingface.task;

import io.bulkhead.plugin.huggingface.folder.ModelFolder;
import io.bulkhead.plugin.huggingface.graph.GraphFactory;
import io.bulkhead.plugin.huggingface.settings.RuntimeSettings;

/**
 * What a task is made of.
 *
 * @param model the name of the model in the server
 * @param folder of the model
 * @param tokenizerFolder of the tokenizer, mostly the same
 */
public record TaskSource(
        String model, ModelFolder folder, ModelFolder tokenizerFolder, RuntimeSettings settings) {
    GraphFactory graphs() {
        return new GraphFactory(folder, settings);
    }
}
