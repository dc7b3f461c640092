package io.bulkhead.plugin.huggingface;

import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.plugin.huggingface.folder.ModelFolder;
import io.bulkhead.plugin.huggingface.settings.RuntimeSettings;
import io.bulkhead.plugin.huggingface.settings.SettingSources;
import io.bulkhead.plugin.huggingface.task.TaskFactory;
import io.bulkhead.plugin.huggingface.task.TaskSource;
import java.util.Map;
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
    public boolean findsArtifacts() {
        return true; // as from_pretrained does: on a hub, or from the working directory on
    }

    @Override
    public Model create(ModelContext context) {
        Map<String, String> variables = System.getenv();
        RuntimeSettings settings =
                RuntimeSettings.of(
                        SettingSources.merge(context.settings().extra().asMap(), variables));
        ModelPlaces places = new ModelPlaces(context, settings, variables);
        ModelFolder folder = places.model();
        ModelFolder tokenizerFolder = places.tokenizer().orElse(folder);
        String name = context.settings().id().name();
        TaskFactory tasks =
                new TaskFactory(new TaskSource(name, folder, tokenizerFolder, settings));
        return new HuggingFaceModel(tasks.name(), tasks.create(), context.codecs());
    }
}
