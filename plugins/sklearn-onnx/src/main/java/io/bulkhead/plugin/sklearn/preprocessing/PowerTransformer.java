package io.bulkhead.plugin.sklearn.preprocessing;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Optional;
import java.util.Set;

/**
 * Makes features more like a normal distribution: Yeo-Johnson and Box-Cox. Computed in double
 * precision always: numpy's own single precision loses most of the digits for powers near zero, and
 * not the same ones on every processor.
 */
public final class PowerTransformer implements Estimator {
    private final Features features;
    private final double[] powers;
    private final boolean positive;
    private final Optional<Estimator> scaler;

    private PowerTransformer(
            Features features, double[] powers, boolean positive, Optional<Estimator> scaler) {
        this.features = features;
        this.powers = powers;
        this.positive = positive;
        this.scaler = scaler;
    }

    public static PowerTransformer read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Features features = Features.of(attributes);
        double[] powers = attributes.numbers("lambdas_");
        if (powers.length != features.count()) {
            throw new PickleException(attributes.owner() + " has powers of other features");
        }
        Optional<Estimator> scaler =
                attributes.flag("standardize", true)
                        ? Optional.of(converter.convert(attributes.require("_scaler")))
                        : Optional.empty();
        boolean positive = attributes.oneOf("method", "yeo-johnson", "box-cox").equals("box-cox");
        return new PowerTransformer(features, powers, positive, scaler);
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix = features.finiteOrMissing(input);
        double[] answer = matrix.values().clone();
        for (int i = 0; i < answer.length; i++) {
            double power = powers[i % powers.length];
            double value = positive ? boxCox(answer[i], power) : yeoJohnson(answer[i], power);
            answer[i] = matrix.precision().round(value);
        }
        Matrix raised = new Matrix(matrix.rows(), matrix.columns(), answer, matrix.precision());
        return scaler.map(each -> each.apply(Method.TRANSFORM, raised)).orElse(raised);
    }

    private static double boxCox(double value, double power) {
        if (value <= 0) {
            throw ServingException.unprocessable(
                    "The Box-Cox transformation can only be applied to strictly positive data");
        }
        return raised(Math.log(value), power);
    }

    private static double yeoJohnson(double value, double power) {
        return value < 0
                ? -raised(Math.log1p(-value), 2 - power)
                : raised(Math.log1p(value), power);
    }

    /** The power of a number less one, by the power; from the number's logarithm. */
    private static double raised(double log, double power) {
        return Math.abs(power) < Math.ulp(1.0) ? log : Math.expm1(power * log) / power;
    }
}
