package io.bulkhead.plugin.sklearn.neighbors;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import java.util.Arrays;
import java.util.Optional;

/** How likely each class is by the distance of its middle, in deviations, and by its prior. */
final class CentroidScores {
    private final double[] deviations;
    private final FittedRows centroids;
    private final double[] priors;

    private CentroidScores(double[] deviations, FittedRows centroids, double[] priors) {
        this.deviations = deviations;
        this.centroids = centroids;
        this.priors = priors;
    }

    /** Empty for files of versions that know no priors. */
    static Optional<CentroidScores> find(
            Attributes attributes, double[] centroids, int classes, Distance distance)
            throws PickleException {
        if (attributes.find("class_prior_").isEmpty()) {
            return Optional.empty();
        }
        double[] priors = attributes.numbers("class_prior_");
        double[] deviations = attributes.numbers("within_class_std_dev_");
        if (priors.length != classes || deviations.length * classes != centroids.length) {
            throw new PickleException(attributes.owner() + " has no prior for each class");
        }
        double[] scaled = scaled(centroids, deviations);
        FittedRows rows = new FittedRows(scaled, deviations.length, distance);
        return Optional.of(new CentroidScores(deviations, rows, priors));
    }

    private static double[] scaled(double[] values, double[] deviations) {
        double[] scaled = new double[values.length];
        for (int i = 0; i < scaled.length; i++) {
            double deviation = deviations[i % deviations.length];
            scaled[i] = deviation == 0 ? values[i] : values[i] / deviation;
        }
        return scaled;
    }

    /** Whether no class is more likely beforehand: then the nearest middle alone decides. */
    boolean equalPriors() {
        double share = 1.0 / priors.length;
        return Arrays.stream(priors)
                .allMatch(prior -> Math.abs(prior - share) <= 1e-8 + 1e-5 * share);
    }

    double[] of(Matrix matrix) {
        double[] values = scaled(matrix.values(), deviations);
        Matrix rows = new Matrix(matrix.rows(), matrix.columns(), values, false);
        double[] scores = new double[matrix.rows() * priors.length];
        for (int i = 0; i < scores.length; i++) {
            int own = i % priors.length;
            double far = centroids.distance(rows, i / priors.length, own);
            scores[i] = 2 * Math.log(priors[own]) - far * far;
        }
        return scores;
    }
}
