package io.bulkhead.plugin.sklearn.meta;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.preprocessing.FunctionTransformer;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/** What a transformer does, backwards. */
@FunctionalInterface
interface Inverse {
    double at(double value, int column);

    /** Of the transformers of single columns. */
    static Inverse of(Attributes transformer) throws PickleException {
        return switch (transformer.owner()) {
            case "FunctionTransformer" -> {
                DoubleUnaryOperator function =
                        FunctionTransformer.function(transformer, "inverse_func", "inv_kw_args")
                                .orElse(DoubleUnaryOperator.identity());
                yield (value, column) -> function.applyAsDouble(value);
            }
            case "StandardScaler" -> scaled(transformer, "mean_");
            case "RobustScaler" -> scaled(transformer, "center_");
            case "MaxAbsScaler" -> scaled(transformer, "");
            case "MinMaxScaler" -> ofRange(transformer);
            case "PowerTransformer" -> ofPower(transformer);
            case "QuantileTransformer" -> InverseQuantiles.of(transformer);
            default ->
                    throw new PickleException(
                            "a target transformed by " + transformer.owner() + " is not supported");
        };
    }

    private static Inverse scaled(Attributes scaler, String middle) throws PickleException {
        Optional<double[]> scales = present(scaler, "scale_");
        Optional<double[]> middles = present(scaler, middle);
        return (value, column) -> {
            double wide = scales.isPresent() ? value * scales.get()[column] : value;
            return middles.isPresent() ? wide + middles.get()[column] : wide;
        };
    }

    private static Optional<double[]> present(Attributes attributes, String name)
            throws PickleException {
        return attributes.find(name).isPresent()
                ? Optional.of(attributes.numbers(name))
                : Optional.empty();
    }

    private static Inverse ofRange(Attributes scaler) throws PickleException {
        double[] scales = scaler.numbers("scale_");
        double[] shifts = scaler.numbers("min_");
        return (value, column) -> (value - shifts[column]) / scales[column];
    }

    private static Inverse ofPower(Attributes transformer) throws PickleException {
        double[] powers = transformer.numbers("lambdas_");
        boolean positive = transformer.oneOf("method", "yeo-johnson", "box-cox").equals("box-cox");
        Inverse scaler =
                transformer.flag("standardize", true)
                        ? of(transformer.member(transformer.require("_scaler")))
                        : (value, column) -> value;
        return (value, column) -> {
            double raised = scaler.at(value, column);
            double power = powers[column];
            if (positive) {
                return root(raised, power);
            }
            return raised >= 0 ? root(raised, power) - 1 : 1 - root(-raised, 2 - power);
        };
    }

    /** From which number the power less one, by the power, is this. */
    private static double root(double raised, double power) {
        return Math.abs(power) < Math.ulp(1.0)
                ? Math.exp(raised)
                : Math.pow(raised * power + 1, 1 / power);
    }
}
