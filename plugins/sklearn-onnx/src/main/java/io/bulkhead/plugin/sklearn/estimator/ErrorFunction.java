package io.bulkhead.plugin.sklearn.estimator;

/** The error function, to the last digits: its users take differences of large multiples of it. */
public final class ErrorFunction {
    private static final double ONE_FROM = 6;

    private ErrorFunction() {}

    /** By the series that has only positive terms. */
    public static double at(double value) {
        double size = Math.abs(value);
        if (size >= ONE_FROM) {
            return Math.signum(value);
        }
        double term = size;
        double sum = size;
        for (int n = 1; term > sum * 1e-17; n++) {
            term *= 2 * size * size / (2 * n + 1);
            sum += term;
        }
        return Math.copySign(2 / Math.sqrt(Math.PI) * Math.exp(-size * size) * sum, value);
    }

    /** Which share of the standard normal distribution lies below. */
    public static double normalBelow(double value) {
        return 0.5 * (1 + at(value / Math.sqrt(2)));
    }
}
