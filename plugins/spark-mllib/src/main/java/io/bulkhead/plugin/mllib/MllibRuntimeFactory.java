package io.bulkhead.plugin.mllib;

import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.mllib.format.MalformedModelException;
import io.bulkhead.plugin.mllib.format.SavedStage;
import io.bulkhead.plugin.mllib.parquet.MalformedParquetException;
import io.bulkhead.plugin.mllib.rdd.OlderModels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.pf4j.Extension;

/** Serves what Spark saved: models and pipelines of both its interfaces. */
@Extension
public final class MllibRuntimeFactory implements RuntimeFactory {
    /** What lies in each folder that Spark saved a model to, so a folder of that is a model. */
    private static final String METADATA = "metadata";

    @Override
    public String name() {
        return "mllib";
    }

    @Override
    public Set<String> implementations() {
        return Set.of("mlserver_mllib.MLlibModel", "mlserver_mllib.mllib.MLlibModel");
    }

    @Override
    public List<String> artifacts() {
        return List.of(METADATA);
    }

    @Override
    public boolean recognises(Path artifact) {
        try {
            return isSparks(SavedStage.open(folderOf(artifact)));
        } catch (IOException unreadable) {
            return false; // then it is not for this runtime to say what is wrong with it
        }
    }

    private static boolean isSparks(SavedStage saved) {
        String name = saved.className();
        return name.startsWith("org.apache.spark.") || name.startsWith("pyspark.ml.");
    }

    @Override
    public Model create(ModelContext context) {
        Path folder = folderOf(context.artifact());
        String name = "'" + folder.getFileName() + "'";
        try {
            SavedStage saved = SavedStage.open(folder);
            return saved.className().startsWith(OlderModels.PACKAGE)
                    ? OlderModel.read(saved, context.settings())
                    : PipelineModel.read(saved, context.codecs());
        } catch (MalformedModelException | MalformedParquetException broken) {
            throw ServingException.loadFailed(
                    name + " is no Spark model that can be served: " + broken.getMessage(), broken);
        } catch (IOException unreadable) {
            throw ServingException.loadFailed(name + " cannot be read", unreadable);
        }
    }

    /** The model's folder, also when its metadata is what was found. */
    private static Path folderOf(Path artifact) {
        Path parent = artifact.getParent();
        boolean isMetadata = artifact.endsWith(METADATA) && !SavedStage.looksLikeModel(artifact);
        return isMetadata && parent != null ? parent : artifact;
    }
}
