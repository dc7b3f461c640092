package io.bulkhead.plugin.sklearn.preprocessing;

import static io.bulkhead.plugin.sklearn.preprocessing.NumpyFunction.Result.ARITHMETIC;
import static io.bulkhead.plugin.sklearn.preprocessing.NumpyFunction.Result.FLAGS;
import static io.bulkhead.plugin.sklearn.preprocessing.NumpyFunction.Result.FRACTIONS;
import static io.bulkhead.plugin.sklearn.preprocessing.NumpyFunction.Result.SAME;

import io.bulkhead.plugin.sklearn.pickle.PickledName;
import io.bulkhead.plugin.sklearn.pickle.PyDict;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

/** The functions of numpy and scipy that can be had here, by name. */
final class NumpyFunctions {
    private static final Map<String, NumpyFunction> PLAIN = plain();

    private NumpyFunctions() {}

    private static Map<String, NumpyFunction> plain() {
        Map<String, NumpyFunction> functions = new HashMap<>();
        put(functions, FRACTIONS, "log", Math::log);
        put(functions, FRACTIONS, "log1p", Math::log1p);
        put(functions, FRACTIONS, "log10", Math::log10);
        put(functions, FRACTIONS, "log2", value -> Math.log(value) / Math.log(2));
        put(functions, FRACTIONS, "exp", Math::exp);
        put(functions, FRACTIONS, "expm1", Math::expm1);
        put(functions, FRACTIONS, "exp2", value -> Math.pow(2, value));
        put(functions, FRACTIONS, "expit", value -> 1 / (1 + Math.exp(-value)));
        put(functions, FRACTIONS, "logit", value -> Math.log(value / (1 - value)));
        put(functions, FRACTIONS, "sqrt", Math::sqrt);
        put(functions, FRACTIONS, "cbrt", Math::cbrt);
        put(functions, FRACTIONS, "fabs", Math::abs);
        put(functions, FRACTIONS, "floor", Math::floor);
        put(functions, FRACTIONS, "ceil", Math::ceil);
        put(functions, FRACTIONS, "rint", Math::rint);
        put(functions, FRACTIONS, "trunc", NumpyFunctions::truncated);
        put(functions, FRACTIONS, "deg2rad", value -> value * (Math.PI / 180));
        put(functions, FRACTIONS, "radians", value -> value * (Math.PI / 180));
        put(functions, FRACTIONS, "rad2deg", value -> value * (180 / Math.PI));
        put(functions, FRACTIONS, "degrees", value -> value * (180 / Math.PI));
        trigonometry(functions);
        put(functions, ARITHMETIC, "square", value -> value * value);
        put(functions, SAME, "absolute", Math::abs);
        put(functions, SAME, "abs", Math::abs);
        put(functions, SAME, "negative", value -> 0 - value);
        put(functions, SAME, "positive", value -> value);
        put(functions, ARITHMETIC, "conjugate", value -> value);
        put(functions, SAME, "sign", Math::signum);
        put(functions, ARITHMETIC, "reciprocal", value -> 1 / value);
        put(functions, NumpyFunction.Result.ARRAY, "nan_to_num", NumpyFunctions::finite);
        put(functions, SAME, "round", Math::rint);
        put(functions, FLAGS, "isnan", value -> Double.isNaN(value) ? 1 : 0);
        put(functions, FLAGS, "isinf", value -> Double.isInfinite(value) ? 1 : 0);
        put(functions, FLAGS, "isfinite", value -> Double.isFinite(value) ? 1 : 0);
        put(functions, FLAGS, "logical_not", value -> value == 0 ? 1 : 0);
        return Map.copyOf(functions);
    }

    private static void trigonometry(Map<String, NumpyFunction> functions) {
        put(functions, FRACTIONS, "sin", Math::sin);
        put(functions, FRACTIONS, "cos", Math::cos);
        put(functions, FRACTIONS, "tan", Math::tan);
        put(functions, FRACTIONS, "sinh", Math::sinh);
        put(functions, FRACTIONS, "cosh", Math::cosh);
        put(functions, FRACTIONS, "tanh", Math::tanh);
        put(functions, FRACTIONS, "arcsin", Math::asin);
        put(functions, FRACTIONS, "arccos", Math::acos);
        put(functions, FRACTIONS, "arctan", Math::atan);
        put(functions, FRACTIONS, "arcsinh", NumpyFunctions::areaSine);
        put(functions, FRACTIONS, "arccosh", v -> Math.log(v + Math.sqrt(v * v - 1)));
        put(functions, FRACTIONS, "arctanh", v -> (Math.log1p(v) - Math.log1p(-v)) / 2);
    }

    private static void put(
            Map<String, NumpyFunction> functions,
            NumpyFunction.Result result,
            String name,
            DoubleUnaryOperator operator) {
        functions.put(name, new NumpyFunction(operator, result));
    }

    private static double truncated(double value) {
        return value < 0 ? Math.ceil(value) : Math.floor(value);
    }

    /** Without the loss of digits that the plain formula has near zero. */
    private static double areaSine(double value) {
        double size = Math.abs(value);
        double sine =
                size > 1e8
                        ? Math.log(size) + Math.log(2)
                        : Math.log1p(size + size * size / (1 + Math.sqrt(size * size + 1)));
        return Math.copySign(sine, value);
    }

    private static double finite(double value) {
        return Double.isNaN(value)
                ? 0
                : Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, value));
    }

    /**
     * @param arguments further arguments by name
     * @return empty if it is not known, or not with these arguments
     */
    static Optional<NumpyFunction> find(PickledName name, Optional<PyDict> arguments) {
        boolean known =
                name.module().startsWith("numpy") || name.module().startsWith("scipy.special");
        if (!known) {
            return Optional.empty();
        }
        if (arguments.isEmpty() || arguments.get().entries().isEmpty()) {
            return Optional.ofNullable(PLAIN.get(unified(name.name())));
        }
        return switch (unified(name.name())) {
            case "round" -> rounding(arguments.get());
            case "clip" -> clipping(arguments.get());
            default -> Optional.empty();
        };
    }

    private static String unified(String name) {
        return switch (name) {
            case "around", "round_" -> "round";
            default -> name;
        };
    }

    /** As numpy does it: scaled, rounded to even, and scaled back. */
    private static Optional<NumpyFunction> rounding(PyDict arguments) {
        OptionalDouble decimals = number(arguments, "decimals");
        if (decimals.isEmpty() || arguments.entries().size() > 1) {
            return Optional.empty();
        }
        double scale = Math.pow(10, Math.abs(decimals.getAsDouble()));
        return Optional.of(
                new NumpyFunction(
                        decimals.getAsDouble() < 0
                                ? value -> Math.rint(value / scale) * scale
                                : value -> Math.rint(value * scale) / scale,
                        SAME));
    }

    private static Optional<NumpyFunction> clipping(PyDict arguments) {
        Set<Object> names = Set.of("a_min", "a_max", "min", "max");
        boolean unknown =
                arguments.entries().keySet().stream().anyMatch(name -> !names.contains(name));
        if (unknown) {
            return Optional.empty();
        }
        double least = bound(arguments, "a_min", "min", Double.NEGATIVE_INFINITY);
        double most = bound(arguments, "a_max", "max", Double.POSITIVE_INFINITY);
        boolean whole = least == Math.rint(least) && most == Math.rint(most);
        return Optional.of(
                new NumpyFunction(
                        value -> Math.min(most, Math.max(least, value)), whole ? SAME : FRACTIONS));
    }

    private static double bound(PyDict arguments, String name, String other, double otherwise) {
        OptionalDouble given = number(arguments, name);
        return given.isPresent() ? given.getAsDouble() : number(arguments, other).orElse(otherwise);
    }

    private static OptionalDouble number(PyDict arguments, String name) {
        return arguments.get(name).orElse("") instanceof Number number
                ? OptionalDouble.of(number.doubleValue())
                : OptionalDouble.empty();
    }
}
