package io.bulkhead.plugin.sklearn.preprocessing;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PickledName;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Rounding;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

/** A function of each number, or none: then whatever comes in goes out as it is. */
public final class FunctionTransformer implements Estimator {
    /** Functions of numpy that can be had here, by name. */
    private static final Map<String, DoubleUnaryOperator> FUNCTIONS =
            Map.ofEntries(
                    Map.entry("log", Math::log),
                    Map.entry("log1p", Math::log1p),
                    Map.entry("log10", Math::log10),
                    Map.entry("exp", Math::exp),
                    Map.entry("expm1", Math::expm1),
                    Map.entry("sqrt", Math::sqrt),
                    Map.entry("cbrt", Math::cbrt),
                    Map.entry("square", value -> value * value),
                    Map.entry("absolute", Math::abs),
                    Map.entry("negative", value -> -value),
                    Map.entry("sign", Math::signum),
                    Map.entry("reciprocal", value -> 1 / value),
                    Map.entry("floor", Math::floor),
                    Map.entry("ceil", Math::ceil),
                    Map.entry("rint", Math::rint),
                    Map.entry("sin", Math::sin),
                    Map.entry("cos", Math::cos),
                    Map.entry("tan", Math::tan),
                    Map.entry("tanh", Math::tanh),
                    Map.entry("sinh", Math::sinh),
                    Map.entry("cosh", Math::cosh),
                    Map.entry("arcsin", Math::asin),
                    Map.entry("arccos", Math::acos),
                    Map.entry("arctan", Math::atan),
                    Map.entry("exp2", value -> Math.pow(2, value)),
                    Map.entry("log2", value -> Math.log(value) / Math.log(2)),
                    Map.entry("deg2rad", value -> value * (Math.PI / 180)),
                    Map.entry("rad2deg", value -> value * (180 / Math.PI)),
                    Map.entry("trunc", value -> value < 0 ? Math.ceil(value) : Math.floor(value)));

    private final Optional<DoubleUnaryOperator> function;
    private final String owner;

    private FunctionTransformer(String owner, Optional<DoubleUnaryOperator> function) {
        this.owner = owner;
        this.function = function;
    }

    /** The one that changes nothing. */
    public static FunctionTransformer identity() {
        return new FunctionTransformer("FunctionTransformer", Optional.empty());
    }

    public static FunctionTransformer read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        return new FunctionTransformer(attributes.owner(), function(attributes, "func", "kw_args"));
    }

    /**
     * A function that an attribute refers to; empty if there is none.
     *
     * @param arguments the attribute with its further arguments, of which there may be none
     */
    public static Optional<DoubleUnaryOperator> function(
            Attributes attributes, String name, String arguments) throws PickleException {
        Optional<Object> func = attributes.find(name);
        if (func.isEmpty()) {
            return Optional.empty();
        }
        boolean plain =
                attributes.findDict(arguments).filter(d -> !d.entries().isEmpty()).isEmpty();
        if (plain
                && func.get() instanceof PickledName function
                && function.module().startsWith("numpy")
                && FUNCTIONS.containsKey(function.name())) {
            return Optional.ofNullable(FUNCTIONS.get(function.name()));
        }
        throw attributes.unsupported(name, func.get());
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        return function.<Values>map(present -> mapped(input.numbers(owner), present)).orElse(input);
    }

    private static Matrix mapped(Matrix matrix, DoubleUnaryOperator function) {
        double[] values = matrix.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = Rounding.round(function.applyAsDouble(values[i]), matrix.single());
        }
        return new Matrix(matrix.rows(), matrix.columns(), values, matrix.single());
    }
}
