package io.bulkhead.plugin.sklearn.neighbors;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.ClassLabels;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Arrays;
import java.util.Set;

/** The class whose middle is nearest. */
public final class NearestCentroid implements Estimator {
    private final Features features;
    private final FittedRows centroids;
    private final ClassLabels classes;

    private NearestCentroid(Features features, FittedRows centroids, ClassLabels classes) {
        this.features = features;
        this.centroids = centroids;
        this.classes = classes;
    }

    public static NearestCentroid read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Features features = Features.of(attributes);
        ClassLabels classes = attributes.labels("classes_");
        double[] centroids = attributes.numbers("centroids_");
        if (centroids.length != classes.size() * features.count()) {
            throw new PickleException(attributes.owner() + " has no middle for each class");
        }
        if (!attributes.text("priors", "uniform").equals("uniform")) {
            throw attributes.unsupported("priors", attributes.text("priors", "uniform"));
        }
        FittedRows rows = new FittedRows(centroids, features.count(), Distances.of(attributes));
        return new NearestCentroid(features, rows, classes);
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.PREDICT);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix = features.finite(input);
        int[] picked = new int[matrix.rows()];
        Arrays.setAll(picked, row -> centroids.nearest(matrix, row, 1).index(0));
        return classes.pick(picked);
    }
}
