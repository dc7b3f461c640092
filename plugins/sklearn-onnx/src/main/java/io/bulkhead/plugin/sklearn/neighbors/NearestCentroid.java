package io.bulkhead.plugin.sklearn.neighbors;

import io.bulkhead.plugin.sklearn.estimator.Answers;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.ClassLabels;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * The class whose middle is nearest; from scikit-learn 1.6 on, one that is more likely beforehand
 * may win over a nearer one.
 */
public final class NearestCentroid implements Estimator {
    private static final Set<Method> WITH_PROBABILITIES =
            Set.of(
                    Method.PREDICT,
                    Method.PREDICT_PROBA,
                    Method.PREDICT_LOG_PROBA,
                    Method.DECISION_FUNCTION);

    private final Features features;
    private final FittedRows centroids;
    private final ClassLabels classes;
    private final Optional<CentroidScores> scores;
    private final boolean probabilities;

    private NearestCentroid(
            Features features,
            FittedRows centroids,
            ClassLabels classes,
            Optional<CentroidScores> scores,
            boolean probabilities) {
        this.features = features;
        this.centroids = centroids;
        this.classes = classes;
        this.scores = scores;
        this.probabilities = probabilities;
    }

    public static NearestCentroid read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Features features = Features.of(attributes);
        ClassLabels classes = attributes.labels("classes_");
        double[] centroids = attributes.numbers("centroids_");
        if (centroids.length != classes.size() * features.count()) {
            throw new PickleException(attributes.owner() + " has no middle for each class");
        }
        Distance distance = Distances.of(attributes);
        FittedRows rows = new FittedRows(centroids, features.count(), distance);
        return new NearestCentroid(
                features,
                rows,
                classes,
                CentroidScores.find(attributes, centroids, classes.size(), distance),
                attributes.text("metric", "euclidean").equals("euclidean"));
    }

    @Override
    public Set<Method> methods() {
        return probabilities && scores.isPresent() ? WITH_PROBABILITIES : Set.of(Method.PREDICT);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix = features.finite(input);
        boolean nearest = scores.isEmpty() || scores.get().equalPriors();
        if (method == Method.PREDICT && nearest) {
            int[] picked = new int[matrix.rows()];
            Neighbors room = new Neighbors(1);
            for (int row = 0; row < picked.length; row++) {
                centroids.nearest(matrix, row, room);
                picked[row] = room.index(0);
            }
            return classes.pick(picked);
        }
        double[] found = scores.orElseThrow().of(matrix);
        return method == Method.DECISION_FUNCTION
                ? decisions(found)
                : Answers.ofLogs(method, classes, found);
    }

    private Values decisions(double[] found) {
        if (classes.size() != 2) {
            return Rows.matrix(found, classes.size());
        }
        double[] differences = new double[found.length / 2];
        Arrays.setAll(differences, row -> found[row * 2 + 1] - found[row * 2]);
        return Rows.column(differences);
    }
}
