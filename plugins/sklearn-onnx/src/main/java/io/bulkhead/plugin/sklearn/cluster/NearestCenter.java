package io.bulkhead.plugin.sklearn.cluster;

import io.bulkhead.plugin.sklearn.estimator.Answers;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Nearest;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Clusters whose centres are known: a row belongs to the nearest. */
public final class NearestCenter implements Estimator {
    private final Features features;
    private final double[] centers;
    private final long[] labels;
    private final boolean narrow;
    private final boolean transforms;
    private final boolean single;

    /**
     * @param labels of the centres
     * @param narrow whether they are of 32 bits
     * @param transforms whether it can be asked how far away the centres are
     * @param single whether the centres are of single precision
     */
    private NearestCenter(
            Features features,
            double[] centers,
            long[] labels,
            boolean narrow,
            boolean transforms,
            boolean single) {
        this.features = features;
        this.centers = centers;
        this.labels = labels;
        this.narrow = narrow;
        this.transforms = transforms;
        this.single = single;
    }

    public static NearestCenter readMeans(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        double[] centers = attributes.numbers("cluster_centers_");
        return of(attributes, centers, counted(attributes, centers), true, "cluster_centers_");
    }

    /** AffinityPropagation and MeanShift. */
    public static NearestCenter readCenters(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        double[] centers = attributes.numbers("cluster_centers_");
        if (centers.length == 0) { // it has found none: then every row is said to be noise
            throw attributes.unsupported("cluster_centers_", "none");
        }
        return of(attributes, centers, counted(attributes, centers), false, "");
    }

    public static NearestCenter readBirch(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        double[] centers = attributes.numbers("subcluster_centers_");
        long[] labels = attributes.array("subcluster_labels_").toLongs();
        return of(attributes, centers, labels, false, "subcluster_centers_");
    }

    private static long[] counted(Attributes attributes, double[] centers) throws PickleException {
        int features = attributes.integer("n_features_in_");
        long[] labels = new long[features == 0 ? 0 : centers.length / features];
        Arrays.setAll(labels, i -> i);
        return labels;
    }

    /**
     * @param measured the centres that it can be asked the distance of; empty if it cannot
     */
    private static NearestCenter of(
            Attributes attributes, double[] centers, long[] labels, boolean narrow, String measured)
            throws PickleException {
        Features features = Features.of(attributes);
        if (centers.length == 0 || centers.length != labels.length * features.count()) {
            throw new PickleException(attributes.owner() + " has no centre for each cluster");
        }
        boolean transforms = !measured.isEmpty();
        boolean single = transforms && attributes.array(measured).isSingle();
        return new NearestCenter(features, centers, labels, narrow, transforms, single);
    }

    @Override
    public Set<Method> methods() {
        return transforms ? Set.of(Method.PREDICT, Method.TRANSFORM) : Set.of(Method.PREDICT);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix = features.finite(input);
        return method == Method.TRANSFORM
                ? Nearest.distances(matrix, centers, single)
                : clusters(matrix);
    }

    private Values clusters(Matrix matrix) {
        long[] clusters = new long[matrix.rows()];
        Arrays.setAll(
                clusters,
                row -> labels[Nearest.index(matrix.values(), row, centers, features.count())]);
        return narrow
                ? Answers.wholeNumbers(Arrays.stream(clusters).mapToInt(i -> (int) i).toArray())
                : Answers.wholeNumbers(clusters);
    }

    @Override
    public List<String> outputNames(List<String> inputNames) {
        return features.numbered(labels.length);
    }
}
