package io.bulkhead.plugin.sklearn.neighbors;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Method;
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
    private final boolean single;

    private NeighborsRegressor(
            Neighborhood neighborhood, double[] targets, int outputs, boolean single) {
        this.neighborhood = neighborhood;
        this.targets = targets;
        this.outputs = outputs;
        this.single = single;
    }

    public static NeighborsRegressor readNearest(
            Attributes attributes, EstimatorConverter converter) throws PickleException {
        Neighborhood nearest = Neighborhood.nearest(attributes);
        return read(attributes, nearest, !nearest.byDistance());
    }

    public static NeighborsRegressor readRadius(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        return read(attributes, Neighborhood.within(attributes), true);
    }

    /**
     * @param kept whether the answers have the precision of the targets, as scikit-learn's do but
     *     for means that are weighted by distance
     */
    private static NeighborsRegressor read(
            Attributes attributes, Neighborhood neighborhood, boolean kept) throws PickleException {
        NdArray targets = attributes.array("_y");
        int outputs = targets.rank() == 2 ? targets.size(1) : 1;
        if (targets.length() != neighborhood.fittedRows() * outputs) {
            throw new PickleException(attributes.owner() + " has no target for each row");
        }
        return new NeighborsRegressor(
                neighborhood, targets.toDoubles(), outputs, kept && targets.isSingle());
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
        boolean asTargets = single && (!neighborhood.byDistance() || matrix.single());
        return new Matrix(matrix.rows(), outputs, answers, asTargets);
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
