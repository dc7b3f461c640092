package io.bulkhead.plugin.sklearn.neighbors;

import io.bulkhead.plugin.sklearn.estimator.Answers;
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

/** LabelPropagation and LabelSpreading: labels that reach a row from those near to it. */
public final class LabelPropagation implements Estimator {
    private final Features features;
    private final FittedRows rows;
    private final double[] shares;
    private final ClassLabels classes;
    private final int wanted;
    private final double gamma;

    /**
     * @param wanted how many of the nearest count; 0 if all do, by how near they are
     */
    private LabelPropagation(
            Features features,
            FittedRows rows,
            double[] shares,
            ClassLabels classes,
            int wanted,
            double gamma) {
        this.features = features;
        this.rows = rows;
        this.shares = shares;
        this.classes = classes;
        this.wanted = wanted;
        this.gamma = gamma;
    }

    public static LabelPropagation read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Features features = Features.of(attributes);
        ClassLabels classes = attributes.labels("classes_");
        Matrix fitted = attributes.matrix("X_");
        double[] shares = attributes.numbers("label_distributions_");
        if (fitted.columns() != features.count()
                || shares.length != fitted.rows() * classes.size()) {
            throw new PickleException(attributes.owner() + " has no labels for each row");
        }
        int wanted =
                switch (attributes.text("kernel", "a function")) {
                    case "rbf" -> 0;
                    case "knn" -> attributes.integer("n_neighbors");
                    default -> throw attributes.unsupported("kernel", "a function");
                };
        if (wanted < 0 || wanted > fitted.rows()) {
            throw attributes.unsupported("n_neighbors", wanted);
        }
        FittedRows rows =
                wanted == 0
                        ? new FittedRows(fitted.values(), features.count(), Distances::squared)
                        : FittedRows.of(attributes.member(attributes.require("nn_fit")), features);
        if (rows.count() != fitted.rows()) {
            throw new PickleException(attributes.owner() + " has no labels for each row");
        }
        return new LabelPropagation(
                features,
                rows,
                shares,
                classes,
                wanted,
                attributes.findNumber("gamma").orElse(20.0));
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.PREDICT, Method.PREDICT_PROBA);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix = features.finite(input);
        double[] sums = new double[matrix.rows() * classes.size()];
        Neighbors neighbors = new Neighbors(wanted);
        for (int row = 0; row < matrix.rows(); row++) {
            if (wanted == 0) {
                addAll(sums, matrix, row);
            } else {
                rows.nearest(matrix, row, neighbors);
                addNearest(sums, row, neighbors);
            }
        }
        divideBySums(sums);
        return Answers.ofProbabilities(method, classes, sums);
    }

    private void addAll(double[] sums, Matrix matrix, int row) {
        for (int fitted = 0; fitted < rows.count(); fitted++) {
            double alike = Math.exp(-gamma * rows.distance(matrix, row, fitted));
            add(sums, row, fitted, alike);
        }
    }

    private void addNearest(double[] sums, int row, Neighbors neighbors) {
        for (int i = 0; i < neighbors.count(); i++) {
            add(sums, row, neighbors.index(i), 1);
        }
    }

    private void add(double[] sums, int row, int fitted, double weight) {
        int count = classes.size();
        for (int label = 0; label < count; label++) {
            sums[row * count + label] += weight * shares[fitted * count + label];
        }
    }

    /** A row that nothing reaches has no shares at all. */
    private void divideBySums(double[] sums) {
        int count = classes.size();
        for (int from = 0; from < sums.length; from += count) {
            double total = Arrays.stream(sums, from, from + count).sum();
            for (int i = from; i < from + count; i++) {
                sums[i] /= total;
            }
        }
    }
}
