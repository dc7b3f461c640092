package io.bulkhead.plugin.huggingface;

import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.plugin.huggingface.folder.ModelFolder;
import io.bulkhead.plugin.huggingface.settings.RuntimeSettings;
import io.bulkhead.plugin.huggingface.settings.SettingSources;
import io.bulkhead.plugin.huggingface.task.TaskFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/** Serves folders that Hugging Face's transformers or optimum saved. */
@Extension
public final class HuggingFaceRuntimeFactory implements RuntimeFactory {
    @Override
    public String name() {
        return "huggingface";
    }

    @Override
    public Set<String> implementations() {
        return Set.of(
                "mlserver_huggingface.HuggingFaceRuntime",
                "mlserver_huggingface.runtime.HuggingFaceRuntime");
    }

    @Override
    public Model create(ModelContext context) {
        Parameters extra = context.settings().extra();
        RuntimeSettings settings =
                RuntimeSettings.of(SettingSources.merge(extra.asMap(), System.getenv()));
        ModelFolder folder = folder(context, settings.pretrainedModel());
        ModelFolder tokenizerFolder =
                settings.pretrainedTokenizer().isPresent()
                        ? folder(context, settings.pretrainedTokenizer())
                        : folder;
        TaskFactory tasks = new TaskFactory(folder, tokenizerFolder, settings);
        return new HuggingFaceModel(tasks.name(), tasks.create(), context.codecs());
    }

    /** A folder beside the model's settings, or below the working directory as in MLServer. */
    private static ModelFolder folder(ModelContext context, Optional<String> name) {
        if (name.isEmpty()) {
            return ModelFolder.open(context.artifact());
        }
        for (Path path :
                new Path[] {context.modelFolder().resolve(name.get()), Path.of(name.get())}) {
            if (Files.isDirectory(path)) {
                return ModelFolder.open(path);
            }
        }
        throw ServingException.loadFailed("there is no folder '" + name.get() + "'", null);
    }
}
