package io.bulkhead.plugin.sklearn.preprocessing;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.estimator.Spread;
import io.bulkhead.plugin.sklearn.gaussian.GaussianProcessRegressor;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.random.RandomState;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A normal distribution around what a regressor predicts, wider where few rows were seen, from
 * which values are drawn.
 */
final class Posterior {
    /** From this width on draws from the whole distribution are more often right than even ones. */
    private static final double WIDE = 2.5;

    private Posterior() {}

    /**
     * How wide it is.
     *
     * @param features that the regressor sees
     */
    static Spread of(Attributes regressor, int features) throws PickleException {
        boolean normalizes =
                regressor.flag("_normalize", false) || regressor.flag("normalize", false);
        return switch (regressor.owner()) {
            case "BayesianRidge", "ARDRegression" -> {
                if (normalizes) {
                    throw unknown(regressor);
                }
                yield ofLines(regressor, features);
            }
            case "GaussianProcessRegressor" -> GaussianProcessRegressor.spread(regressor);
            default -> throw unknown(regressor);
        };
    }

    private static PickleException unknown(Attributes regressor) {
        return new PickleException(
                "IterativeImputer with sample_posterior=True can draw only from a BayesianRidge or"
                        + " an ARDRegression that does not normalize and from a"
                        + " GaussianProcessRegressor, not from this "
                        + regressor.owner()
                        + "; serve it in a Python environment");
    }

    private static Spread ofLines(Attributes regressor, int features) throws PickleException {
        int[] used = used(regressor, features);
        double[] spread = regressor.numbers("sigma_");
        double noise = 1 / regressor.findNumber("alpha_").orElse(0.0);
        // Before, scikit-learn forgot that the spread is one around the mean of what was seen.
        double[] middle =
                regressor.writtenBy(1, 9) ? regressor.numbers("X_offset_") : new double[features];
        if (spread.length != used.length * used.length || middle.length != features) {
            throw new PickleException(regressor.owner() + " has no spread of its features");
        }
        return (rows, from) -> {
            int count = used.length;
            double[] differences = new double[count];
            Arrays.setAll(differences, i -> rows[from + used[i]] - middle[used[i]]);
            double variance = noise;
            for (int i = 0; i < count; i++) {
                variance += differences[i] * Rows.dot(spread, i * count, differences, 0, count);
            }
            return Math.sqrt(variance);
        };
    }

    /** ARDRegression lets go of features whose weights are surely nothing. */
    private static int[] used(Attributes regressor, int features) throws PickleException {
        if (regressor.owner().equals("BayesianRidge")) {
            return IntStream.range(0, features).toArray();
        }
        double[] precisions = regressor.numbers("lambda_");
        double most = regressor.findNumber("threshold_lambda").orElse(1e4);
        if (precisions.length != features) {
            throw new PickleException(regressor.owner() + " has no weight of some features");
        }
        return IntStream.range(0, features).filter(i -> precisions[i] < most).toArray();
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
