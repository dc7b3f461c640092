package io.bulkhead.plugin.sklearn.neighbors;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import java.util.Arrays;

/** The rows that an estimator was fitted on, and which of them are near to another. */
final class FittedRows {
    private final double[] values;
    private final int columns;
    private final Distance distance;

    FittedRows(double[] values, int columns, Distance distance) {
        this.values = values;
        this.columns = columns;
        this.distance = distance;
    }

    static FittedRows of(Attributes attributes, Features features) throws PickleException {
        Matrix fitted = attributes.matrix("_fit_X");
        if (fitted.columns() != features.count() || fitted.rows() == 0) {
            throw new PickleException(attributes.owner() + " was fitted on other features");
        }
        return new FittedRows(fitted.values(), features.count(), Distances.of(attributes));
    }

    int count() {
        return values.length / columns;
    }

    double distance(Matrix matrix, int row, int fitted) {
        return distance.between(matrix.values(), row * columns, values, fitted * columns, columns);
    }

    /** The nearest rows, nearest first; of equally near ones those that come first. */
    Neighbors nearest(Matrix matrix, int row, int wanted) {
        int[] indices = new int[wanted];
        double[] distances = new double[wanted];
        int found = 0;
        for (int fitted = 0; fitted < count(); fitted++) {
            double far = distance(matrix, row, fitted);
            if (found == wanted && !(far < distances[found - 1])) {
                continue;
            }
            int at = found < wanted ? found++ : found - 1;
            while (at > 0 && distances[at - 1] > far) {
                distances[at] = distances[at - 1];
                indices[at] = indices[at - 1];
                at--;
            }
            distances[at] = far;
            indices[at] = fitted;
        }
        return new Neighbors(indices, distances);
    }

    /** All rows that are not farther away than the radius. */
    Neighbors within(Matrix matrix, int row, double radius) {
        int[] indices = new int[count()];
        double[] distances = new double[count()];
        int found = 0;
        for (int fitted = 0; fitted < indices.length; fitted++) {
            double far = distance(matrix, row, fitted);
            if (far <= radius) {
                indices[found] = fitted;
                distances[found++] = far;
            }
        }
        return new Neighbors(Arrays.copyOf(indices, found), Arrays.copyOf(distances, found));
    }
}
