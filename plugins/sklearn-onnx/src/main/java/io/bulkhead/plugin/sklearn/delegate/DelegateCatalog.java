package io.bulkhead.plugin.sklearn.delegate;

import io.bulkhead.api.ModelContext;
import io.bulkhead.plugin.sklearn.estimator.EstimatorReaders;

/** The estimators of other libraries that can be served: their names and what reads them. */
public final class DelegateCatalog {
    private DelegateCatalog() {}

    /**
     * Their readers.
     *
     * @param context of the model that is read
     */
    public static EstimatorReaders of(ModelContext context) {
        Boosters boosters = new Boosters(context);
        return new LightgbmReader(boosters)
                .or(new XgboostReader(boosters))
                .or(new CatboostReader(boosters));
    }
}
