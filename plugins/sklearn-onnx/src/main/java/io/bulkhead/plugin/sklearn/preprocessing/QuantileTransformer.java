package io.bulkhead.plugin.sklearn.preprocessing;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Precision;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Set;

/** Gives each number its rank among those it was fitted on: evenly spread, or like a bell. */
public final class QuantileTransformer implements Estimator {
    private static final double BOUND = 1e-7;
    private static final double LOWEST = NormalDistribution.quantile(BOUND - Math.ulp(1.0));
    private static final double HIGHEST = NormalDistribution.quantile(1 - (BOUND - Math.ulp(1.0)));

    private final Features features;
    private final double[][] quantiles;
    private final double[] ranks;
    private final boolean normal;

    private QuantileTransformer(
            Features features, double[][] quantiles, double[] ranks, boolean normal) {
        this.features = features;
        this.quantiles = quantiles;
        this.ranks = ranks;
        this.normal = normal;
    }

    public static QuantileTransformer read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Features features = Features.of(attributes);
        double[] ranks = attributes.numbers("references_");
        double[] table = attributes.numbers("quantiles_");
        int count = features.count();
        if (ranks.length == 0 || table.length != (long) ranks.length * count) {
            throw new PickleException(attributes.owner() + " has quantiles of other features");
        }
        double[][] quantiles = new double[count][ranks.length];
        for (int i = 0; i < table.length; i++) {
            quantiles[i % count][i / count] = table[i];
        }
        boolean normal =
                attributes.oneOf("output_distribution", "uniform", "normal").equals("normal");
        return new QuantileTransformer(features, quantiles, ranks, normal);
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix = features.finiteOrMissing(input);
        Precision precision = matrix.precision();
        double[] answer = matrix.values().clone();
        for (int i = 0; i < answer.length; i++) {
            double rank = rank(answer[i], quantiles[i % quantiles.length], precision);
            double rounded = precision.round(rank);
            answer[i] = normal ? precision.round(bell(rounded)) : rounded;
        }
        return new Matrix(matrix.rows(), matrix.columns(), answer, precision);
    }

    private static double bell(double rank) {
        return Math.max(LOWEST, Math.min(HIGHEST, NormalDistribution.quantile(rank)));
    }

    private double rank(double value, double[] known, Precision precision) {
        double margin = normal ? BOUND : 0;
        double first = known[0];
        double last = known[known.length - 1];
        if (Double.isNaN(value)) {
            return value;
        }
        boolean lowest = precision.round(value - margin) < first;
        if (normal ? lowest : value == first) {
            return 0;
        }
        boolean highest = precision.round(value + margin) > last;
        if (normal ? highest : value == last) {
            return 1;
        }
        return between(value, known);
    }

    /** Of a value that is there several times, the middle of its ranks. */
    private double between(double value, double[] known) {
        int length = known.length;
        if (value < known[0] || value > known[length - 1]) {
            return value < known[0] ? ranks[0] : ranks[length - 1];
        }
        int above = firstAbove(value, known);
        int below = above - 1;
        if (known[below] == value) {
            int first = below;
            while (first > 0 && known[first - 1] == value) {
                first--;
            }
            return 0.5 * (ranks[below] + ranks[first]);
        }
        double slope = (ranks[above] - ranks[below]) / (known[above] - known[below]);
        return ranks[below] + slope * (value - known[below]);
    }

    private static int firstAbove(double value, double[] known) {
        int low = 0;
        int high = known.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (known[middle] <= value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
