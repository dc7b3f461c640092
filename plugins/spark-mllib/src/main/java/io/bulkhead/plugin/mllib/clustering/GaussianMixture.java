package io.bulkhead.plugin.mllib.clustering;

import io.bulkhead.plugin.mllib.classification.Scores;
import io.bulkhead.plugin.mllib.format.LinearAlgebra;
import io.bulkhead.plugin.mllib.format.LinearAlgebra.Matrix;
import io.bulkhead.plugin.mllib.format.MalformedModelException;
import io.bulkhead.plugin.mllib.format.Params;
import io.bulkhead.plugin.mllib.format.SavedStage;
import io.bulkhead.plugin.mllib.linear.RegressionStage;
import io.bulkhead.plugin.mllib.parquet.Group;
import io.bulkhead.plugin.mllib.pipeline.Column;
import io.bulkhead.plugin.mllib.pipeline.PipelineBuilder;
import io.bulkhead.plugin.mllib.pipeline.Role;
import io.bulkhead.plugin.mllib.row.VectorBuffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** GaussianMixtureModel: the share of each of several clouds in a row. */
public final class GaussianMixture {
    /** What Spark adds to each density, so that no row is nowhere. */
    private static final double EPSILON = Math.ulp(1.0);

    private final List<Cloud> clouds;

    private GaussianMixture(List<Cloud> clouds) {
        this.clouds = clouds;
    }

    /**
     * @param roots the square root of the inverse covariance, row by row
     * @param logFactor the logarithm of the density in the middle
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Cloud(double weight, double[] mean, double[] roots, double logFactor) {
        static Cloud of(double weight, double[] mean, Matrix covariance)
                throws MalformedModelException {
            int size = mean.length;
            if (size == 0 || covariance.rows() != size || covariance.columns() != size) {
                throw new MalformedModelException("means and covariances do not fit");
            }
            SymmetricEigen eigen = SymmetricEigen.of(covariance.values(), size);
            double largest = 0;
            for (double value : eigen.values()) {
                largest = Math.max(largest, value);
            }
            double tolerance = EPSILON * largest * size;
            double logDeterminant = 0;
            double[] roots = new double[size * size];
            for (int i = 0; i < size; i++) {
                double value = eigen.values()[i];
                if (value > tolerance) { // directions without width do not count
                    logDeterminant += Math.log(value);
                    for (int j = 0; j < size; j++) {
                        roots[i * size + j] = eigen.vectors()[i * size + j] / Math.sqrt(value);
                    }
                }
            }
            double logFactor = -0.5 * (size * Math.log(2 * Math.PI) + logDeterminant);
            return new Cloud(weight, mean, roots, logFactor);
        }

        double density(VectorBuffer row) {
            int size = mean.length;
            double sum = 0;
            for (int i = 0; i < size; i++) {
                double product = 0;
                for (int j = 0; j < size; j++) {
                    product += roots[i * size + j] * (row.at(j) - mean[j]);
                }
                sum += product * product;
            }
            return Math.exp(logFactor - 0.5 * sum);
        }
    }

    public static void read(SavedStage saved, PipelineBuilder pipeline) throws IOException {
        GaussianMixture mixture = of(saved.row());
        Params params = saved.params();
        int size = mixture.featureCount();
        int count = mixture.clouds.size();
        int features = pipeline.input(Column.vector(params.text("featuresCol", "features"), size));
        Optional<String> name = params.column("probabilityCol");
        int probability = pipeline.output(name, Column.vector(name.orElse(""), count));
        int prediction = RegressionStage.prediction(saved, pipeline);
        pipeline.role(Role.PREDICT_PROBA, probability);
        pipeline.step(
                new int[] {features},
                new int[] {probability, prediction},
                row -> {
                    double[] shares = row[probability].startVector().dense(count);
                    mixture.shares(row[features].vector(size), shares);
                    row[prediction].setNumber(Scores.largest(shares, count));
                });
    }

    /** Three lists side by side, as {@code org.apache.spark.ml} writes them. */
    private static GaussianMixture of(Group row) throws IOException {
        double[] weights = row.numbers("weights");
        List<Group> means = row.groups("mus");
        List<Group> covariances = row.groups("sigmas");
        if (means.size() != weights.length || covariances.size() != weights.length) {
            throw new MalformedModelException("weights, means and covariances do not fit");
        }
        List<Cloud> clouds = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            clouds.add(
                    Cloud.of(
                            weights[i],
                            LinearAlgebra.vector(means.get(i)),
                            LinearAlgebra.matrix(covariances.get(i))));
        }
        return checked(clouds);
    }

    /** A row for each cloud, as the older interface writes them. */
    public static GaussianMixture of(List<Group> rows) throws IOException {
        List<Cloud> clouds = new ArrayList<>();
        for (Group row : rows) {
            clouds.add(
                    Cloud.of(
                            row.number("weight"),
                            LinearAlgebra.vector(row, "mu"),
                            LinearAlgebra.matrix(row, "sigma")));
        }
        return checked(clouds);
    }

    private static GaussianMixture checked(List<Cloud> clouds) throws MalformedModelException {
        if (clouds.isEmpty()) {
            throw new MalformedModelException("a mixture of nothing");
        }
        int size = clouds.get(0).mean().length;
        if (clouds.stream().anyMatch(cloud -> cloud.mean().length != size)) {
            throw new MalformedModelException("means of different sizes");
        }
        return new GaussianMixture(List.copyOf(clouds));
    }

    public int featureCount() {
        return clouds.get(0).mean().length;
    }

    /** How many clouds there are. */
    public int count() {
        return clouds.size();
    }

    /** Each cloud's share in a row. */
    public void shares(VectorBuffer row, double[] shares) {
        for (int i = 0; i < clouds.size(); i++) {
            Cloud cloud = clouds.get(i);
            shares[i] = EPSILON + cloud.weight() * cloud.density(row);
        }
        Scores.shares(shares, clouds.size());
    }
}
