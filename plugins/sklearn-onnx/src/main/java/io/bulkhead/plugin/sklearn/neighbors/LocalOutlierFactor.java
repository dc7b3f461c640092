package io.bulkhead.plugin.sklearn.neighbors;

import io.bulkhead.plugin.sklearn.estimator.Answers;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Arrays;
import java.util.Set;

/** An outlier is a row whose neighbours lie closer to theirs than it lies to them. */
public final class LocalOutlierFactor implements Estimator {
    private static final double NOT_ZERO = 1e-10;

    private final Features features;
    private final FittedRows rows;
    private final int wanted;
    private final double[] reach;
    private final double[] densities;
    private final double offset;

    private LocalOutlierFactor(
            Features features,
            FittedRows rows,
            int wanted,
            double[] reach,
            double[] densities,
            double offset) {
        this.features = features;
        this.rows = rows;
        this.wanted = wanted;
        this.reach = reach;
        this.densities = densities;
        this.offset = offset;
    }

    public static LocalOutlierFactor read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        if (!attributes.flag("novelty", false)) {
            throw attributes.unsupported("novelty", "False, which answers for no new data,");
        }
        Features features = Features.of(attributes);
        FittedRows rows = FittedRows.of(attributes, features);
        int wanted = attributes.integer("n_neighbors_");
        double[] densities = attributes.numbers("_lrd");
        NdArray distances = attributes.array("_distances_fit_X_");
        if (wanted < 1
                || wanted > rows.count()
                || densities.length != rows.count()
                || distances.length() != rows.count() * wanted) {
            throw new PickleException(attributes.owner() + " has no density for each row");
        }
        double offset = attributes.findNumber("offset_").orElse(-1.5);
        double[] reach = lastOfEach(distances.toDoubles(), wanted);
        return new LocalOutlierFactor(features, rows, wanted, reach, densities, offset);
    }

    private static double[] lastOfEach(double[] distances, int wanted) {
        double[] reach = new double[distances.length / wanted];
        Arrays.setAll(reach, row -> distances[row * wanted + wanted - 1]);
        return reach;
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.PREDICT, Method.SCORE_SAMPLES, Method.DECISION_FUNCTION);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix = features.finite(input);
        double[] scores = new double[matrix.rows()];
        Neighbors neighbors = new Neighbors(wanted);
        for (int row = 0; row < scores.length; row++) {
            rows.nearest(matrix, row, neighbors);
            double factor = factor(neighbors);
            scores[row] = -factor - (method == Method.SCORE_SAMPLES ? 0 : offset);
        }
        return method == Method.PREDICT ? Answers.inliers(scores) : Rows.column(scores);
    }

    private double factor(Neighbors neighbors) {
        double reached = 0;
        double density = 0;
        for (int i = 0; i < wanted; i++) {
            reached += Math.max(neighbors.distance(i), reach[neighbors.index(i)]);
            density += densities[neighbors.index(i)];
        }
        return density / wanted * (reached / wanted + NOT_ZERO);
    }
}
