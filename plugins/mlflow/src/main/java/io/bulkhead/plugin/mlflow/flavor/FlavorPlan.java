package io.bulkhead.plugin.mlflow.flavor;

import io.bulkhead.api.inference.Parameters;
import java.nio.file.Path;
import java.util.Map;

/**
 * How a folder is served: by which runtime, from which file.
 *
 * @param flavor as MLflow calls it
 * @param runtime that is to load the file
 * @param artifact an existing file or folder
 * @param extra settings for that runtime
 * @param form what the library takes and gives
 * @param outputsByParam params that ask for another output than a prediction, and that output
 */
public record FlavorPlan(
        String flavor,
        String runtime,
        Path artifact,
        Parameters extra,
        Form form,
        Map<String, String> outputsByParam) {
    /** What a library takes and gives. */
    public enum Form {
        /** A matrix or a table in, one array out. */
        ESTIMATOR,
        /** The same, and params are none of its business. */
        ESTIMATOR_WITHOUT_PARAMS,
        /** Columns in, of vectors and lists, too; one array out; no params. */
        PIPELINE,
        /** Arrays by name in and out. */
        GRAPH
    }

    /** Copies the map. */
    public FlavorPlan {
        outputsByParam = Map.copyOf(outputsByParam);
    }
}
