package io.bulkhead.plugin.sklearn.neighbors;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Points;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The rows that an estimator was fitted on, and which of them are near to another. */
final class FittedRows {
    private static final int ROWS_OF_PART = 1024;
    private static final ReducedDistance EUCLIDEAN = new PowerDistance(2);

    private final double[] values;
    private final int columns;
    private final Distance distance;
    private final Optional<RowTree> tree;

    /** All rows in their order, in parts whose distances stay near to the processor; or none. */
    private final List<Points> parts;

    FittedRows(double[] values, int columns, Distance distance) {
        this(values, columns, distance, Optional.empty(), List.of());
    }

    private FittedRows(
            double[] values,
            int columns,
            Distance distance,
            Optional<RowTree> tree,
            List<Points> parts) {
        this.values = values;
        this.columns = columns;
        this.distance = distance;
        this.tree = tree;
        this.parts = parts;
    }

    static FittedRows of(Attributes attributes, Features features) throws PickleException {
        Matrix fitted = attributes.matrix("_fit_X");
        if (fitted.columns() != features.count() || fitted.rows() == 0) {
            throw new PickleException(attributes.owner() + " was fitted on other features");
        }
        int columns = features.count();
        double[] values = fitted.values();
        Optional<RowTree> tree = RowTree.of(attributes, values, columns);
        boolean euclidean = Distances.power(attributes).filter(power -> power == 2).isPresent();
        return new FittedRows(
                values,
                columns,
                Distances.of(attributes),
                tree,
                tree.isEmpty() && euclidean ? parts(values, columns) : List.of());
    }

    private static List<Points> parts(double[] values, int columns) {
        List<Points> parts = new ArrayList<>();
        int most = ROWS_OF_PART * columns;
        for (int from = 0; from < values.length; from += most) {
            int to = Math.min(values.length, from + most);
            parts.add(new Points(Arrays.copyOfRange(values, from, to), columns));
        }
        return List.copyOf(parts);
    }

    int count() {
        return values.length / columns;
    }

    double distance(Matrix matrix, int row, int fitted) {
        return distance.between(matrix.values(), row * columns, values, fitted * columns, columns);
    }

    /**
     * Fills in the rows that count for a row.
     *
     * @param wanted 0: all within the radius; else the nearest, for which there is room
     */
    void find(Matrix matrix, int row, int wanted, double radius, Neighbors neighbors) {
        if (wanted > 0) {
            nearest(matrix, row, neighbors);
        } else {
            within(matrix, row, radius, neighbors);
        }
    }

    /** Fills in the nearest rows, as many as there is room for, nearest first. */
    void nearest(Matrix matrix, int row, Neighbors neighbors) {
        if (tree.isPresent()) {
            tree.get().nearest(matrix.values(), row * columns, neighbors);
            return;
        }
        neighbors.beginNearest();
        if (!parts.isEmpty()) {
            offerParts(matrix.values(), row * columns, neighbors);
            neighbors.measure(EUCLIDEAN);
        } else {
            for (int fitted = 0; fitted < count(); fitted++) {
                neighbors.offer(fitted, distance(matrix, row, fitted));
            }
        }
        neighbors.endNearest();
    }

    private void offerParts(double[] row, int at, Neighbors neighbors) {
        double[] squares = neighbors.scratch(ROWS_OF_PART);
        int first = 0;
        for (Points part : parts) {
            part.squares(row, at, squares);
            neighbors.offerAll(first, squares, part.count());
            first += part.count();
        }
    }

    /** Fills in all rows that are not farther away than the radius. */
    void within(Matrix matrix, int row, double radius, Neighbors neighbors) {
        neighbors.clear();
        for (int fitted = 0; fitted < count(); fitted++) {
            double far = distance(matrix, row, fitted);
            if (far <= radius) {
                neighbors.add(fitted, far);
            }
        }
    }
}
