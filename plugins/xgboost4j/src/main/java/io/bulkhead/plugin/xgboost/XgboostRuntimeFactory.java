package io.bulkhead.plugin.xgboost;

import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.trees.MalformedModelException;
import io.bulkhead.plugin.xgboost.format.ModelDocument;
import io.bulkhead.plugin.xgboost.format.ModelFile;
import io.bulkhead.plugin.xgboost.kernel.Predictor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/** Serves XGBoost models under MLServer's names, artefacts and outputs. */
@Extension
public final class XgboostRuntimeFactory implements RuntimeFactory {
    private static final List<String> ARTIFACTS = List.of("model.bst", "model.json", "model.ubj");
    private static final Set<String> MLSERVER_NAMES =
            Set.of("mlserver_xgboost.XGBoostModel", "mlserver_xgboost.xgboost.XGBoostModel");

    @Override
    public String name() {
        return "xgboost";
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
            Optional<String> importances = context.settings().extra().getString("importances");
            return new XgboostModel(
                    document,
                    Predictor.of(document),
                    asMlserver,
                    importances.isPresent()
                            ? FeatureImportances.of(document, importances.get())
                            : List.of(),
                    context.codecs());
        } catch (MalformedModelException broken) {
            throw ServingException.loadFailed(
                    file + " is no XGBoost model that can be served: " + broken.getMessage(),
                    broken);
        } catch (IOException unreadable) {
            throw ServingException.loadFailed(file + " cannot be read", unreadable);
        }
    }
}
