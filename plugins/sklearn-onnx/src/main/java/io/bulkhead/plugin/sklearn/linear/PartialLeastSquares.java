package io.bulkhead.plugin.sklearn.linear;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** PLS and CCA: directions in which features and targets vary together. */
public final class PartialLeastSquares implements Estimator {
    private final Features features;
    private final double[] means;
    private final double[] scales;
    private final double[] directions;
    private final double[] weights;
    private final double[] intercepts;

    private PartialLeastSquares(
            Features features,
            double[] means,
            double[] scales,
            double[] directions,
            double[] weights,
            double[] intercepts) {
        this.features = features;
        this.means = means;
        this.scales = scales;
        this.directions = directions;
        this.weights = weights;
        this.intercepts = intercepts;
    }

    public static PartialLeastSquares read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        double[] intercepts =
                attributes.numbers(
                        attributes.find("intercept_").isPresent() ? "intercept_" : "_y_mean");
        double[] directions = attributes.numbers("x_rotations_");
        return of(attributes, directions, weights(attributes, intercepts.length), intercepts);
    }

    /** A row of weights for each target, for features that are not scaled. */
    private static double[] weights(Attributes attributes, int targets) throws PickleException {
        if (attributes.writtenBy(1, 5)) {
            return attributes.numbers("coef_");
        }
        boolean kept = attributes.find("_coef_").isPresent(); // by 1.1 and 1.2
        double[] weights = attributes.numbers(kept ? "_coef_" : "coef_");
        if (!kept && !attributes.writtenBy(1, 3)) {
            weights = transposed(weights, targets);
        }
        double[] scaled = new double[weights.length];
        double[] scales = attributes.numbers("_x_std");
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = weights[i] / scales[i % scales.length];
        }
        return scaled;
    }

    private static double[] transposed(double[] columns, int targets) {
        double[] rows = new double[columns.length];
        int features = targets == 0 ? 0 : columns.length / targets;
        for (int i = 0; i < features * targets; i++) {
            rows[i] = columns[i % features * targets + i / features];
        }
        return rows;
    }

    /** PLSSVD only transforms. */
    public static PartialLeastSquares readDecomposition(
            Attributes attributes, EstimatorConverter converter) throws PickleException {
        double[] directions = attributes.numbers("x_weights_");
        return of(attributes, directions, new double[0], new double[0]);
    }

    private static PartialLeastSquares of(
            Attributes attributes, double[] directions, double[] weights, double[] intercepts)
            throws PickleException {
        Features features = Features.of(attributes);
        double[] means = attributes.numbers("_x_mean");
        double[] scales = attributes.numbers("_x_std");
        int count = features.count();
        if (means.length != count
                || scales.length != count
                || directions.length % count != 0
                || weights.length != intercepts.length * count) {
            throw new PickleException(attributes.owner() + " has numbers that do not fit");
        }
        return new PartialLeastSquares(features, means, scales, directions, weights, intercepts);
    }

    @Override
    public Set<Method> methods() {
        return intercepts.length == 0
                ? Set.of(Method.TRANSFORM)
                : Set.of(Method.PREDICT, Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        double[] centred = features.finite(input).values().clone();
        Arrays.setAll(centred, i -> centred[i] - means[i % means.length]);
        return method == Method.TRANSFORM ? transform(centred) : predict(centred);
    }

    private Values predict(double[] centred) {
        int count = means.length;
        int outputs = intercepts.length;
        double[] answers = new double[centred.length / count * outputs];
        Arrays.setAll(
                answers,
                i ->
                        intercepts[i % outputs]
                                + Rows.dot(
                                        centred,
                                        i / outputs * count,
                                        weights,
                                        i % outputs * count,
                                        count));
        return Rows.matrix(answers, outputs);
    }

    private Values transform(double[] centred) {
        int count = means.length;
        int columns = directions.length / count;
        double[] places = new double[centred.length / count * columns];
        for (int i = 0; i < centred.length; i++) {
            double scaled = centred[i] / scales[i % count];
            for (int column = 0; column < columns; column++) {
                places[i / count * columns + column] +=
                        scaled * directions[i % count * columns + column];
            }
        }
        return Rows.matrix(places, columns);
    }

    @Override
    public List<String> outputNames(List<String> inputNames) {
        return features.numbered(directions.length / means.length);
    }
}
