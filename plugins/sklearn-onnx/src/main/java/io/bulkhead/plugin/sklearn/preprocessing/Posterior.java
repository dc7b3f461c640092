package io.bulkhead.plugin.sklearn.preprocessing;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.random.RandomState;
import java.util.Arrays;

/**
 * How far what a BayesianRidge predicts may be from what there is: a normal distribution around the
 * prediction, wider where few rows were seen.
 */
final class Posterior {
    /** From this width on draws from the whole distribution are more often right than even ones. */
    private static final double WIDE = 2.5;

    private final double[] spread;
    private final double[] middle;
    private final double noise;

    private Posterior(double[] spread, double[] middle, double noise) {
        this.spread = spread;
        this.middle = middle;
        this.noise = noise;
    }

    /**
     * That of a regressor.
     *
     * @param features that it sees
     */
    static Posterior of(Attributes regressor, int features) throws PickleException {
        if (!regressor.owner().equals("BayesianRidge")
                || regressor.flag("_normalize", false)
                || regressor.flag("normalize", false)) {
            throw new PickleException(
                    "IterativeImputer with sample_posterior=True can draw only from a BayesianRidge"
                            + " that does not normalize, not from this "
                            + regressor.owner()
                            + "; serve it in a Python environment");
        }
        double[] spread = regressor.numbers("sigma_");
        double precision = regressor.findNumber("alpha_").orElse(0.0);
        // Before, scikit-learn forgot that the spread is one around the mean of what was seen.
        double[] middle =
                regressor.writtenBy(1, 9) ? regressor.numbers("X_offset_") : new double[features];
        if (spread.length != features * features || middle.length != features) {
            throw new PickleException(regressor.owner() + " has no spread of its features");
        }
        return new Posterior(spread, middle, 1 / precision);
    }

    /** The standard deviation around the prediction for a row. */
    double deviation(double[] rows, int from) {
        int count = middle.length;
        double[] differences = new double[count];
        Arrays.setAll(differences, i -> rows[from + i] - middle[i]);
        double variance = noise;
        for (int i = 0; i < count; i++) {
            variance += differences[i] * Rows.dot(spread, i * count, differences, 0, count);
        }
        return Math.sqrt(variance);
    }

    /** Draws a value between these two; a mean that is beyond them becomes the nearer one. */
    static double draw(
            RandomState random, double mean, double deviation, double least, double most) {
        if (!(deviation > 0) || mean < least || mean > most) {
            return Math.max(least, Math.min(most, mean));
        }
        double from = (least - mean) / deviation;
        double to = (most - mean) / deviation;
        double drawn = to - from < WIDE ? evenly(random, from, to) : normally(random, from, to);
        return mean + deviation * drawn;
    }

    private static double normally(RandomState random, double from, double to) {
        while (true) {
            double drawn = NormalDistribution.quantile(random.nextDouble());
            if (drawn >= from && drawn <= to && Double.isFinite(drawn)) {
                return drawn;
            }
        }
    }

    private static double evenly(RandomState random, double from, double to) {
        while (true) {
            double drawn = from + (to - from) * random.nextDouble();
            if (random.nextDouble() <= Math.exp(-drawn * drawn / 2)) {
                return drawn;
            }
        }
    }
}
