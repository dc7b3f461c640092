package io.bulkhead.plugin.sklearn.neighbors;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;

/** Which fitted rows count for a row: so many nearest ones, or all within a radius. */
final class Neighborhood {
    private final Features features;
    private final FittedRows rows;
    private final int wanted;
    private final double radius;
    private final boolean byDistance;

    private final boolean missingAllowed;

    private Neighborhood(
            Features features,
            FittedRows rows,
            int wanted,
            double radius,
            boolean byDistance,
            boolean missingAllowed) {
        this.features = features;
        this.rows = rows;
        this.wanted = wanted;
        this.radius = radius;
        this.byDistance = byDistance;
        this.missingAllowed = missingAllowed;
    }

    static Neighborhood nearest(Attributes attributes) throws PickleException {
        int wanted = attributes.integer("n_neighbors");
        Neighborhood neighborhood = of(attributes, wanted, 0);
        if (wanted < 1 || wanted > neighborhood.rows.count()) {
            throw attributes.unsupported("n_neighbors", wanted);
        }
        return neighborhood;
    }

    static Neighborhood within(Attributes attributes) throws PickleException {
        return of(attributes, 0, attributes.findNumber("radius").orElse(1.0));
    }

    private static Neighborhood of(Attributes attributes, int wanted, double radius)
            throws PickleException {
        boolean byDistance = attributes.oneOf("weights", "uniform", "distance").equals("distance");
        Features features = Features.of(attributes);
        FittedRows rows = FittedRows.of(attributes, features);
        return new Neighborhood(
                features, rows, wanted, radius, byDistance, Distances.knowMissing(attributes));
    }

    int fittedRows() {
        return rows.count();
    }

    /** Whether the nearer ones count more. */
    boolean byDistance() {
        return byDistance;
    }

    Matrix checked(Values input) {
        return missingAllowed ? features.finiteOrMissing(input) : features.finite(input);
    }

    /** Room for the neighbours of one row after the other. */
    Neighbors room() {
        return new Neighbors(wanted);
    }

    /** Fills in the neighbours of a row and how much each counts. */
    void find(Matrix matrix, int row, Neighbors neighbors) {
        rows.find(matrix, row, wanted, radius, neighbors);
        neighbors.weigh(byDistance);
    }
}
