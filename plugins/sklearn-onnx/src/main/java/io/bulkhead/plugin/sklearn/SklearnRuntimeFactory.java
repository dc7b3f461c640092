package io.bulkhead.plugin.sklearn;

import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.sklearn.onnx.OnnxModel;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PickleLimits;
import io.bulkhead.plugin.sklearn.pickle.PickleReader;
import io.bulkhead.plugin.sklearn.pickle.SkopsReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Serves scikit-learn's estimators, read in Java from joblib or pickle files, and ONNX graphs,
 * through ONNX Runtime, which is not touched before the first such model.
 */
@Extension
public final class SklearnRuntimeFactory implements RuntimeFactory {
    @Override
    public String name() {
        return "sklearn";
    }

    @Override
    public Set<String> implementations() {
        return Set.of(
                "mlserver_sklearn.SKLearnModel", "mlserver_sklearn.sklearn.SKLearnModel", "onnx");
    }

    @Override
    public List<String> artifacts() {
        return List.of("model.joblib", "model.pickle", "model.pkl", "model.skops", "model.onnx");
    }

    @Override
    public Model create(ModelContext context) {
        Path artifact = context.artifact();
        if (!Files.isRegularFile(artifact)) {
            throw ServingException.loadFailed(
                    "model folder holds none of "
                            + String.join(", ", artifacts())
                            + "; parameters.uri can name another file",
                    null);
        }
        return isOnnx(artifact) ? OnnxModel.load(context) : loadPickle(context);
    }

    private static boolean isOnnx(Path artifact) {
        return artifact.toString().toLowerCase(Locale.ROOT).endsWith(".onnx");
    }

    private static Model loadPickle(ModelContext context) {
        PickleLimits limits = PickleLimits.forHeap(Runtime.getRuntime().maxMemory());
        try {
            Path file = context.artifact();
            Object root =
                    file.toString().endsWith(".skops")
                            ? new SkopsReader(limits).read(file)
                            : new PickleReader(limits).read(file);
            return SklearnModel.of(root, context);
        } catch (PickleException e) {
            String file = String.valueOf(context.artifact().getFileName());
            throw ServingException.loadFailed(file + ": " + e.getMessage(), e);
        }
    }
}
