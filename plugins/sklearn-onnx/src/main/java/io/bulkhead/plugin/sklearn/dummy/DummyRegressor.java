package io.bulkhead.plugin.sklearn.dummy;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Set;

/** Answers the same numbers for every row. */
public final class DummyRegressor implements Estimator {
    private final double[] constants;

    private DummyRegressor(double[] constants) {
        this.constants = constants;
    }

    public static DummyRegressor read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        return new DummyRegressor(attributes.numbers("constant_"));
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.PREDICT);
    }

    @Override
    public Values apply(Method method, Values input) {
        return Rows.matrix(Rows.repeated(constants, input.rows()), constants.length);
    }
}
