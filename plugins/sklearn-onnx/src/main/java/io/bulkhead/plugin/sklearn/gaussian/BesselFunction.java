package io.bulkhead.plugin.sklearn.gaussian;

import java.util.function.DoubleUnaryOperator;

/**
 * The modified Bessel function of the second kind, by its integral over exp(-x cosh t) cosh(nu t):
 * that vanishes so fast at both ends that a plain sum of equal steps has all digits.
 */
final class BesselFunction {
    private static final double WIDEST_STEP = 0.1;

    /** What is smaller than the greatest summand by the exponential of this adds nothing. */
    private static final double VANISHED = 45;

    /** Beyond that it is no longer told from infinite smoothness. */
    static final double SMOOTHEST = 1000;

    private static final double LARGE = 10;

    /** Of Stirling's series, in powers of the inverse square. */
    private static final double[] STIRLING = {
        1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360
    };

    private BesselFunction() {}

    /** Matern's kernel of any smoothness, as a function of the squared distance. */
    static DoubleUnaryOperator smoothness(double nu) {
        double scale = Math.log(2) * (1 - nu) - logOfGamma(nu);
        return square -> {
            double far = Math.sqrt(square);
            double at = Math.sqrt(2 * nu) * (far == 0 ? Math.ulp(1.0) : far);
            return Math.exp(scale + nu * Math.log(at) + logOf(nu, at));
        };
    }

    /** The logarithm of the function of this order at a number above zero. */
    static double logOf(double order, double at) {
        if (!(at > 0 && at < Double.POSITIVE_INFINITY)) {
            return at > 0 ? Double.NEGATIVE_INFINITY : Double.NaN;
        }
        double top = Math.log((order + Math.hypot(order, at)) / at); // where the summands peak
        double peak = exponent(order, at, top);
        double step = Math.min(WIDEST_STEP, 0.6 / Math.sqrt(Math.hypot(order, at)));
        double sum = 0.5 * Math.exp(-at - peak) * 2;
        for (int i = 1; ; i++) {
            double t = i * step;
            double up = exponent(order, at, t) - peak;
            if (t > top && up < -VANISHED) {
                break;
            }
            sum += Math.exp(up) + Math.exp(-at * Math.cosh(t) - order * t - peak);
        }
        return peak + Math.log(sum * step / 2);
    }

    private static double exponent(double order, double at, double t) {
        return order * t - at * Math.cosh(t);
    }

    /** The logarithm of the gamma function of a number above zero. */
    static double logOfGamma(double value) {
        double shift = 0;
        double at = value;
        while (at < LARGE) {
            shift -= Math.log(at);
            at += 1;
        }
        double series = 0;
        for (int i = STIRLING.length - 1; i >= 0; i--) {
            series = series / (at * at) + STIRLING[i];
        }
        return shift + (at - 0.5) * Math.log(at) - at + 0.5 * Math.log(2 * Math.PI) + series / at;
    }
}
