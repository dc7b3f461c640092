package io.bulkhead.plugin.sklearn.neighbors;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.sklearn.estimator.Answers;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.ClassLabels;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The class that most neighbours of a row have. */
public final class NeighborsClassifier implements Estimator {
    private final Neighborhood neighborhood;
    private final int[] labels;
    private final List<ClassLabels> outputs;
    private final Optional<ClassLabels> lonely;
    private final int mostClasses;

    private NeighborsClassifier(
            Neighborhood neighborhood,
            int[] labels,
            List<ClassLabels> outputs,
            Optional<ClassLabels> lonely) {
        this.neighborhood = neighborhood;
        this.labels = labels;
        this.outputs = List.copyOf(outputs);
        this.lonely = lonely;
        this.mostClasses = outputs.stream().mapToInt(ClassLabels::size).max().orElse(0);
    }

    public static NeighborsClassifier readNearest(
            Attributes attributes, EstimatorConverter converter) throws PickleException {
        return read(attributes, Neighborhood.nearest(attributes), Optional.empty());
    }

    public static NeighborsClassifier readRadius(
            Attributes attributes, EstimatorConverter converter) throws PickleException {
        return read(attributes, Neighborhood.within(attributes), lonely(attributes));
    }

    /** The label of rows without neighbours. */
    private static Optional<ClassLabels> lonely(Attributes attributes) throws PickleException {
        if (attributes.find("outlier_label_").isEmpty()) {
            return Optional.empty();
        }
        Object label = attributes.require("outlier_label_");
        return Optional.of(
                label instanceof NdArray array
                        ? attributes.labelsOf(array)
                        : attributes.labelsOf(attributes.items("outlier_label_")));
    }

    private static NeighborsClassifier read(
            Attributes attributes, Neighborhood neighborhood, Optional<ClassLabels> lonely)
            throws PickleException {
        List<ClassLabels> outputs = attributes.labelsOfOutputs("classes_");
        long[] targets = attributes.array("_y").toLongs();
        int[] labels = new int[targets.length];
        for (int i = 0; i < labels.length; i++) {
            int classes = outputs.get(i % outputs.size()).size();
            if (targets[i] < 0 || targets[i] >= classes) {
                throw new PickleException(attributes.owner() + " was fitted on unknown classes");
            }
            labels[i] = (int) targets[i];
        }
        if (labels.length != neighborhood.fittedRows() * outputs.size()) {
            throw new PickleException(attributes.owner() + " has no class for each row");
        }
        if (lonely.isPresent() && outputs.size() > 1) {
            throw attributes.unsupported("outputs", outputs.size());
        }
        return new NeighborsClassifier(neighborhood, labels, outputs, lonely);
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.PREDICT, Method.PREDICT_PROBA);
    }

    @Override
    public Values apply(Method method, Values input) {
        if (method != Method.PREDICT && outputs.size() > 1) {
            throw Answers.noTensor(method, outputs.size());
        }
        Matrix matrix = neighborhood.checked(input);
        int[] picked = new int[matrix.rows() * outputs.size()];
        double[] shares = new double[matrix.rows() * outputs.get(0).size()];
        double[] votes = new double[mostClasses];
        Neighbors neighbors = neighborhood.room();
        for (int row = 0; row < matrix.rows(); row++) {
            neighborhood.find(matrix, row, neighbors);
            for (int output = 0; output < outputs.size(); output++) {
                int classes = outputs.get(output).size();
                count(neighbors, output, row, votes);
                picked[row * outputs.size() + output] = winner(votes, classes);
                if (outputs.size() == 1) {
                    System.arraycopy(votes, 0, shares, row * classes, classes);
                }
            }
        }
        return method == Method.PREDICT
                ? labelsOf(picked)
                : Rows.matrix(shares, outputs.get(0).size());
    }

    /** One more than the last class stands for the label of rows without neighbours. */
    private static int winner(double[] votes, int classes) {
        int best = Rows.argMax(votes, 0, classes);
        return votes[best] == 0 ? classes : best;
    }

    private Values labelsOf(int[] picked) {
        if (outputs.size() > 1) {
            return ClassLabels.pick(outputs, picked);
        }
        ClassLabels classes = outputs.get(0);
        return lonely.isPresent() ? classes.with(lonely.get()).pick(picked) : classes.pick(picked);
    }

    /** Fills in the shares of the classes among the neighbours. */
    private void count(Neighbors neighbors, int output, int row, double[] votes) {
        Arrays.fill(votes, 0);
        if (neighbors.count() == 0) {
            voteOfLonely(votes, row);
            return;
        }
        for (int i = 0; i < neighbors.count(); i++) {
            votes[labels[neighbors.index(i) * outputs.size() + output]] += neighbors.weight(i);
        }
        Rows.dividedBy(votes, neighbors.weight());
    }

    private void voteOfLonely(double[] votes, int row) {
        if (lonely.isEmpty()) {
            throw ServingException.unprocessable(
                    "No neighbors found for test samples ["
                            + row
                            + "], you can try using larger radius, giving a label for outliers, or"
                            + " considering removing them from your dataset.");
        }
        int label = outputs.get(0).indices(lonely.get())[0];
        if (label >= 0) {
            votes[label] = 1;
        }
    }
}
