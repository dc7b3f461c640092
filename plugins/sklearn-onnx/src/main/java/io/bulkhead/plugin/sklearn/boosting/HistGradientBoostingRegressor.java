package io.bulkhead.plugin.sklearn.boosting;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

/** Boosted trees over histograms that answer a number. */
public final class HistGradientBoostingRegressor implements Estimator {
    private final HistBoosting boosting;
    private final DoubleUnaryOperator inverseLink;

    private HistGradientBoostingRegressor(HistBoosting boosting, DoubleUnaryOperator inverseLink) {
        this.boosting = boosting;
        this.inverseLink = inverseLink;
    }

    public static HistGradientBoostingRegressor read(
            Attributes attributes, EstimatorConverter converter) throws PickleException {
        HistBoosting boosting = HistBoosting.read(attributes, converter);
        DoubleUnaryOperator inverseLink =
                switch (attributes.text("loss", "squared_error")) {
                    case "poisson", "gamma" -> Math::exp;
                    default -> DoubleUnaryOperator.identity();
                };
        return new HistGradientBoostingRegressor(boosting, inverseLink);
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.PREDICT);
    }

    @Override
    public Values apply(Method method, Values input) {
        double[] answers = boosting.of(input);
        for (int i = 0; i < answers.length; i++) {
            answers[i] = inverseLink.applyAsDouble(answers[i]);
        }
        return Rows.column(answers);
    }
}
