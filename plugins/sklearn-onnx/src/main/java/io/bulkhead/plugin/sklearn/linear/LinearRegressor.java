package io.bulkhead.plugin.sklearn.linear;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

/** Regressors that answer the weighted sum itself, or a function of it. */
public final class LinearRegressor implements Estimator {
    private final Features features;
    private final LinearScores scores;
    private final DoubleUnaryOperator inverseLink;

    /** Whether what is neither single nor double is made double first. */
    private final boolean checksType;

    private LinearRegressor(
            Features features,
            LinearScores scores,
            DoubleUnaryOperator inverseLink,
            boolean checksType) {
        this.features = features;
        this.scores = scores;
        this.inverseLink = inverseLink;
        this.checksType = checksType;
    }

    /** Least squares in all its regularised forms. */
    public static LinearRegressor read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Features features = Features.of(attributes);
        LinearScores scores = LinearScores.of(attributes, features);
        return new LinearRegressor(features, scores, DoubleUnaryOperator.identity(), false);
    }

    /** Generalised linear models with a logarithmic link. */
    public static LinearRegressor readLogLink(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Features features = Features.of(attributes);
        LinearScores scores = LinearScores.of(attributes, features);
        return new LinearRegressor(features, scores, Math::exp, true);
    }

    /** TweedieRegressor: the link depends on the power. */
    public static LinearRegressor readTweedie(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        double power = attributes.findNumber("power").orElse(0.0);
        boolean log =
                switch (attributes.text("link", "auto")) {
                    case "log" -> true;
                    case "identity" -> false;
                    case "auto" -> power > 0;
                    default -> throw attributes.unsupported("link", attributes.require("link"));
                };
        return log ? readLogLink(attributes, converter) : read(attributes, converter);
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.PREDICT);
    }

    @Override
    public Values apply(Method method, Values input) {
        Values rows = features.finiteOrSparse(input);
        Values typed = checksType ? rows : input;
        double[] answers = scores.of(rows, typed);
        for (int i = 0; i < answers.length; i++) {
            answers[i] = inverseLink.applyAsDouble(answers[i]);
        }
        return new Matrix(rows.rows(), scores.outputs(), answers, scores.single(typed));
    }
}
