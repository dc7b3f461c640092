package io.bulkhead.plugin.sklearn.tree;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Set;

/** Boosted regression trees, whatever loss they were fitted with. */
public final class GradientBoostingRegressor implements Estimator {
    private final GradientBoosting boosting;

    private GradientBoostingRegressor(GradientBoosting boosting) {
        this.boosting = boosting;
    }

    public static GradientBoostingRegressor read(
            Attributes attributes, EstimatorConverter converter) throws PickleException {
        GradientBoosting boosting = GradientBoosting.read(attributes, converter);
        if (boosting.scores() != 1) {
            throw new PickleException(attributes.owner() + " has trees of several outputs");
        }
        return new GradientBoostingRegressor(boosting);
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.PREDICT);
    }

    @Override
    public Values apply(Method method, Values input) {
        return Rows.column(boosting.predict(input));
    }
}
