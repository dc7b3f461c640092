package io.bulkhead.plugin.sklearn.svm;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Set;

/** SVR and NuSVR. */
public final class SupportVectorRegressor implements Estimator {
    private final SupportVectors vectors;

    private SupportVectorRegressor(SupportVectors vectors) {
        this.vectors = vectors;
    }

    public static SupportVectorRegressor read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        SupportVectors vectors = SupportVectors.of(attributes);
        if (vectors.intercepts() != 1) {
            throw new PickleException(attributes.owner() + " has not one intercept");
        }
        return new SupportVectorRegressor(vectors);
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.PREDICT);
    }

    @Override
    public Values apply(Method method, Values input) {
        return Rows.column(vectors.scores(vectors.checked(input)));
    }
}
