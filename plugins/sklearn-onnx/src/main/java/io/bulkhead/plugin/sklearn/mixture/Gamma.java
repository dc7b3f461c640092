package io.bulkhead.plugin.sklearn.mixture;

/** The derivative of the logarithm of the gamma function. */
final class Gamma {
    private static final double LARGE = 10;

    /** Of the asymptotic series, in powers of the inverse square. */
    private static final double[] COEFFICIENTS = {
        -1.0 / 12, 1.0 / 120, -1.0 / 252, 1.0 / 240, -1.0 / 132, 691.0 / 32760, -1.0 / 12
    };

    private Gamma() {}

    /** For numbers above zero; of all others it is no number. */
    static double digamma(double value) {
        if (!(value > 0)) {
            return Double.NaN;
        }
        double shift = 0;
        double at = value;
        while (at < LARGE) {
            shift -= 1 / at;
            at += 1;
        }
        double square = 1 / (at * at);
        double series = 0;
        for (int i = COEFFICIENTS.length - 1; i >= 0; i--) {
            series = (series + COEFFICIENTS[i]) * square;
        }
        return shift + Math.log(at) - 0.5 / at + series;
    }
}
