package io.bulkhead.plugin.mllib.clustering;

/** The derivative of the logarithm of the gamma function, for numbers above 0. */
final class Digamma {
    private static final double EULER = 0.5772156649015329;
    private static final double SMALL = 1e-5;
    private static final double LARGE = 49;

    private Digamma() {}

    static double of(double number) {
        if (number <= SMALL) {
            return number > 0 ? -EULER - 1 / number : Double.NaN;
        }
        double x = number;
        double below = 0;
        for (; x < LARGE; x++) { // what is quick and exact for large numbers leads to small ones
            below -= 1 / x;
        }
        double inverse = 1 / (x * x);
        double series = inverse * (1.0 / 12 - inverse * (1.0 / 120 - inverse / 252));
        return below + Math.log(x) - 0.5 / x - series;
    }
}
