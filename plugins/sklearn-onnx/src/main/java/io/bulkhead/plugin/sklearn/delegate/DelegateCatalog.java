package io.bulkhead.plugin.sklearn.delegate;

import io.bulkhead.api.ModelContext;
import io.bulkhead.plugin.sklearn.estimator.EstimatorReader;
import java.util.HashMap;
import java.util.Map;

/** The estimators of other libraries that can be served: their names and what reads them. */
public final class DelegateCatalog {
    private DelegateCatalog() {}

    /**
     * All readers by the estimator's Python name.
     *
     * @param context of the model that is read
     */
    public static Map<String, EstimatorReader> readers(ModelContext context) {
        Boosters boosters = new Boosters(context);
        Map<String, EstimatorReader> readers = new HashMap<>();
        readers.putAll(new LightgbmReader(boosters).readers());
        readers.putAll(new XgboostReader(boosters).readers());
        readers.putAll(new CatboostReader(boosters).readers());
        return readers;
    }
}
