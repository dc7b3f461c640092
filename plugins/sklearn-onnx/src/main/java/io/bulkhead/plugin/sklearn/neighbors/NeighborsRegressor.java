package io.bulkhead.plugin.sklearn.neighbors;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Set;

/** The mean of what the neighbours of a row have. */
public final class NeighborsRegressor implements Estimator {
    private final Neighborhood neighborhood;
    private final double[] targets;
    private final int outputs;

    private NeighborsRegressor(Neighborhood neighborhood, double[] targets, int outputs) {
        this.neighborhood = neighborhood;
        this.targets = targets;
        this.outputs = outputs;
    }

    public static NeighborsRegressor readNearest(
            Attributes attributes, EstimatorConverter converter) throws PickleException {
        return read(attributes, Neighborhood.nearest(attributes));
    }

    public static NeighborsRegressor readRadius(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        return read(attributes, Neighborhood.within(attributes));
    }

    private static NeighborsRegressor read(Attributes attributes, Neighborhood neighborhood)
            throws PickleException {
        NdArray targets = attributes.array("_y");
        int outputs = targets.rank() == 2 ? targets.size(1) : 1;
        if (targets.length() != neighborhood.fittedRows() * outputs) {
            throw new PickleException(attributes.owner() + " has no target for each row");
        }
        return new NeighborsRegressor(neighborhood, targets.toDoubles(), outputs);
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.PREDICT);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix = neighborhood.checked(input);
        double[] answers = new double[matrix.rows() * outputs];
        Neighbors neighbors = neighborhood.room();
        for (int row = 0; row < matrix.rows(); row++) {
            neighborhood.find(matrix, row, neighbors);
            addMean(answers, row * outputs, neighbors);
        }
        return Rows.matrix(answers, outputs);
    }

    private void addMean(double[] answers, int at, Neighbors neighbors) {
        double total = neighbors.weight(); // no neighbours: 0 / 0, which is NaN
        for (int output = 0; output < outputs; output++) {
            double sum = 0;
            for (int i = 0; i < neighbors.count(); i++) {
                sum += neighbors.weight(i) * targets[neighbors.index(i) * outputs + output];
            }
            answers[at + output] = sum / total;
        }
    }
}
