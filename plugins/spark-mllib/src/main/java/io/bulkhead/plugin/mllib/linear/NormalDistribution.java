package io.bulkhead.plugin.mllib.linear;

/** The standard normal distribution. */
final class NormalDistribution {
    /** From here on the continued fraction is the quicker and the more exact way. */
    private static final double FAR = 3;

    private static final int FRACTIONS = 120;

    private NormalDistribution() {}

    /** The share below {@code x}, to about 15 digits. */
    static double cumulative(double x) {
        double z = Math.abs(x);
        double density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
        if (z < FAR) {
            double half = series(z) * density;
            return x < 0 ? 0.5 - half : 0.5 + half;
        }
        double tail = density / fraction(z);
        return x < 0 ? tail : 1 - tail;
    }

    /** z + z³/3 + z⁵/(3·5) + ... */
    private static double series(double z) {
        double term = z;
        double sum = z;
        for (int i = 3; term > sum * 1e-17; i += 2) {
            term *= z * z / i;
            sum += term;
        }
        return sum;
    }

    /** z + 1/(z + 2/(z + 3/...)). */
    private static double fraction(double z) {
        double value = z;
        for (int i = FRACTIONS; i > 0; i--) {
            value = z + i / value;
        }
        return value;
    }
}
