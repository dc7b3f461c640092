package io.bulkhead.plugin.sklearn.calibration;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.sklearn.estimator.Answers;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Arrays;
import java.util.Set;

/** IsotonicRegression: one feature, and a curve over it. */
public final class IsotonicRegressor implements Estimator {
    private final IsotonicCurve curve;
    private final String owner;

    private IsotonicRegressor(IsotonicCurve curve, String owner) {
        this.curve = curve;
        this.owner = owner;
    }

    public static IsotonicRegressor read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        return new IsotonicRegressor(IsotonicCurve.of(attributes), attributes.owner());
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.PREDICT, Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        double[] values = Answers.numbers(input).clone();
        if (values.length != input.rows()) {
            throw ServingException.unprocessable(
                    owner + " takes one feature, but found " + values.length / input.rows());
        }
        Arrays.setAll(values, row -> curve.at(values[row]));
        return Rows.column(values);
    }
}
