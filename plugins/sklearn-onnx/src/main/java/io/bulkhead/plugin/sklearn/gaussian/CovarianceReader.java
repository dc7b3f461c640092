package io.bulkhead.plugin.sklearn.gaussian;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.kernel.Kernel;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** Reads the kernels of Gaussian processes, which are made of one another. */
final class CovarianceReader {
    private static final int MAX_DEPTH = 64;

    private final int features;

    CovarianceReader(int features) {
        this.features = features;
    }

    Covariance read(Attributes kernel) throws PickleException {
        return read(kernel, 0);
    }

    private Covariance read(Attributes kernel, int depth) throws PickleException {
        if (depth == MAX_DEPTH) {
            throw new PickleException("Gaussian process nests too many kernels");
        }
        return switch (kernel.owner()) {
            case "Sum" -> Covariance.sum(part(kernel, "k1", depth), part(kernel, "k2", depth));
            case "Product" ->
                    Covariance.product(part(kernel, "k1", depth), part(kernel, "k2", depth));
            case "Exponentiation" ->
                    Covariance.power(part(kernel, "kernel", depth), number(kernel, "exponent"));
            case "ConstantKernel" -> constant(number(kernel, "constant_value"));
            case "WhiteKernel" -> Covariance.noise(number(kernel, "noise_level"));
            case "DotProduct" -> dotProduct(number(kernel, "sigma_0"));
            case "RBF" -> ofDistance(kernel, square -> Math.exp(-0.5 * square));
            case "Matern" -> ofDistance(kernel, matern(kernel));
            case "RationalQuadratic" -> rational(kernel);
            case "ExpSineSquared" -> periodic(kernel);
            case "PairwiseKernel" -> pairwise(kernel);
            default -> throw new PickleException("kernel " + kernel.owner() + " is not supported");
        };
    }

    private Covariance part(Attributes kernel, String name, int depth) throws PickleException {
        return read(kernel.member(kernel.require(name)), depth + 1);
    }

    private static double number(Attributes kernel, String name) throws PickleException {
        return kernel.numbers(name)[0];
    }

    private static Covariance.Plain constant(double value) {
        return (a, atA, b, atB, count) -> value;
    }

    private static Covariance.Plain dotProduct(double sigma) {
        return (a, atA, b, atB, count) -> sigma * sigma + Rows.dot(a, atA, b, atB, count);
    }

    private static DoubleUnaryOperator matern(Attributes kernel) throws PickleException {
        double nu = number(kernel, "nu");
        if (nu == 0.5) {
            return square -> Math.exp(-Math.sqrt(square));
        }
        if (nu == 1.5) {
            return square -> {
                double far = Math.sqrt(3 * square);
                return (1 + far) * Math.exp(-far);
            };
        }
        if (nu == 2.5) {
            return square -> {
                double far = Math.sqrt(5 * square);
                return (1 + far + far * far / 3) * Math.exp(-far);
            };
        }
        if (Double.isInfinite(nu)) {
            return square -> Math.exp(-square / 2);
        }
        if (!(nu > 0 && nu <= BesselFunction.SMOOTHEST)) {
            throw kernel.unsupported("nu", nu);
        }
        return BesselFunction.smoothness(nu);
    }

    /** A function of the squared distance, each feature measured by a length of its own. */
    private Covariance ofDistance(Attributes kernel, DoubleUnaryOperator function)
            throws PickleException {
        double[] given = kernel.numbers("length_scale");
        if (given.length != 1 && given.length != features) {
            throw new PickleException(kernel.owner() + " has no length for each feature");
        }
        double[] lengths = new double[features];
        Arrays.setAll(lengths, i -> given[given.length == 1 ? 0 : i]);
        return (Covariance.Plain)
                (a, atA, b, atB, count) -> {
                    double sum = 0;
                    for (int i = 0; i < count; i++) {
                        double far = a[atA + i] / lengths[i] - b[atB + i] / lengths[i];
                        sum += far * far;
                    }
                    return function.applyAsDouble(sum);
                };
    }

    private Covariance rational(Attributes kernel) throws PickleException {
        double alpha = number(kernel, "alpha");
        return ofDistance(kernel, square -> Math.pow(1 + square / (2 * alpha), -alpha));
    }

    private static Covariance.Plain periodic(Attributes kernel) throws PickleException {
        double period = number(kernel, "periodicity");
        double length = number(kernel, "length_scale");
        return (a, atA, b, atB, count) -> {
            double sum = 0;
            for (int i = 0; i < count; i++) {
                double difference = a[atA + i] - b[atB + i];
                sum += difference * difference;
            }
            double wave = Math.sin(Math.PI / period * Math.sqrt(sum)) / length;
            return Math.exp(-2 * wave * wave);
        };
    }

    private static Covariance.Plain pairwise(Attributes kernel) throws PickleException {
        double gamma = kernel.findNumber("gamma").orElse(1.0);
        Kernel named = Kernel.named(kernel.text("metric", "a function"), gamma, 3, 1, kernel);
        return named::of;
    }
}
