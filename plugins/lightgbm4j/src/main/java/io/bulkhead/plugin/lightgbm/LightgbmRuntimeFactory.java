package io.bulkhead.plugin.lightgbm;

import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.lightgbm.format.ModelDocument;
import io.bulkhead.plugin.lightgbm.format.ModelFile;
import io.bulkhead.plugin.lightgbm.kernel.Predictor;
import io.bulkhead.plugin.trees.MalformedModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.pf4j.Extension;

/** Serves LightGBM models under MLServer's names, artefacts and outputs. */
@Extension
public final class LightgbmRuntimeFactory implements RuntimeFactory {
    private static final List<String> ARTIFACTS = List.of("model.bst", "model.txt", "model.json");
    private static final Set<String> MLSERVER_NAMES =
            Set.of("mlserver_lightgbm.LightGBMModel", "mlserver_lightgbm.lightgbm.LightGBMModel");

    @Override
    public String name() {
        return "lightgbm";
    }

    @Override
    public Set<String> implementations() {
        return MLSERVER_NAMES;
    }

    @Override
    public List<String> artifacts() {
        return ARTIFACTS;
    }

    @Override
    public boolean recognises(Path artifact) {
        try {
            return Files.isRegularFile(artifact) && new ModelFile(artifact).looksLikeModel();
        } catch (IOException unreadable) {
            return false; // then it is not for this runtime to say what is wrong with it
        }
    }

    @Override
    public Model create(ModelContext context) {
        Path artifact = context.artifact();
        String file = "'" + artifact.getFileName() + "'";
        if (Files.isDirectory(artifact)) {
            throw ServingException.loadFailed(
                    "folder " + file + " holds none of " + String.join(", ", ARTIFACTS), null);
        }
        try {
            ModelDocument document = new ModelFile(artifact).read();
            boolean asMlserver = MLSERVER_NAMES.contains(context.settings().implementation());
            return new LightgbmModel(
                    document, Predictor.of(document), asMlserver, context.codecs());
        } catch (MalformedModelException broken) {
            throw ServingException.loadFailed(
                    file + " is no LightGBM model that can be served: " + broken.getMessage(),
                    broken);
        } catch (IOException unreadable) {
            throw ServingException.loadFailed(file + " cannot be read", unreadable);
        }
    }
}
