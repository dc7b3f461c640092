package io.bulkhead.plugin.sklearn.neighbors;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.List;
import java.util.Set;

/** A column for each fitted row: how far it is, or that it is a neighbour; zero for the others. */
public final class NeighborsGraph implements Estimator {
    private final Features features;
    private final FittedRows rows;
    private final int wanted;
    private final double radius;
    private final boolean distances;

    private NeighborsGraph(Attributes attributes, int wanted, double radius)
            throws PickleException {
        this.features = Features.of(attributes);
        this.rows = FittedRows.of(attributes, features);
        this.wanted = Math.min(wanted, rows.count());
        this.radius = radius;
        this.distances = isDistance(attributes);
    }

    private static boolean isDistance(Attributes attributes) throws PickleException {
        return attributes.oneOf("mode", "distance", "connectivity").equals("distance");
    }

    /** By distance it asks for one more, as the rows that it was fitted on find themselves. */
    public static NeighborsGraph readNearest(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        int wanted = attributes.integer("n_neighbors");
        if (wanted < 1) {
            throw attributes.unsupported("n_neighbors", wanted);
        }
        return new NeighborsGraph(attributes, isDistance(attributes) ? wanted + 1 : wanted, 0);
    }

    public static NeighborsGraph readRadius(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        return new NeighborsGraph(attributes, 0, attributes.findNumber("radius").orElse(1.0));
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix = features.finite(input);
        int width = rows.count();
        double[] answer = new double[matrix.rows() * width];
        Neighbors neighbors = new Neighbors(wanted);
        for (int row = 0; row < matrix.rows(); row++) {
            rows.find(matrix, row, wanted, radius, neighbors);
            for (int i = 0; i < neighbors.count(); i++) {
                answer[row * width + neighbors.index(i)] = distances ? neighbors.distance(i) : 1;
            }
        }
        return Rows.matrix(answer, width);
    }

    @Override
    public List<String> outputNames(List<String> inputNames) {
        return features.numbered(rows.count());
    }
}
