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
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Where a row lies by its shortest ways, over its neighbours, to all fitted rows. */
public final class Isomap implements Estimator {
    private final Features features;
    private final FittedRows rows;
    private final int wanted;
    private final double radius;
    private final double[] ways;
    private final Estimator projection;

    private Isomap(Attributes attributes, EstimatorConverter converter) throws PickleException {
        Attributes neighbors = attributes.member(attributes.require("nbrs_"));
        this.features = Features.of(attributes);
        this.rows = FittedRows.of(neighbors, features);
        this.wanted =
                attributes.find("n_neighbors").isPresent() ? attributes.integer("n_neighbors") : 0;
        this.radius = attributes.findNumber("radius").orElse(0.0);
        this.ways = attributes.matrix("dist_matrix_").values();
        this.projection = converter.convert(attributes.require("kernel_pca_"));
        if (ways.length != (long) rows.count() * rows.count()
                || wanted < 0
                || wanted > rows.count()) {
            throw new PickleException(attributes.owner() + " has ways between other rows");
        }
    }

    public static Isomap read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        return new Isomap(attributes, converter);
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix = features.finite(input);
        int count = rows.count();
        double[] alike = new double[matrix.rows() * count];
        Neighbors neighbors = new Neighbors(wanted);
        for (int row = 0; row < matrix.rows(); row++) {
            rows.find(matrix, row, wanted, radius, neighbors);
            fill(neighbors, alike, row * count, count);
        }
        return projection.apply(Method.TRANSFORM, Rows.matrix(alike, count));
    }

    private void fill(Neighbors neighbors, double[] alike, int at, int count) {
        Arrays.fill(alike, at, at + count, Double.POSITIVE_INFINITY);
        for (int i = 0; i < neighbors.count(); i++) {
            int from = neighbors.index(i) * count;
            for (int to = 0; to < count; to++) {
                double way = ways[from + to] + neighbors.distance(i);
                alike[at + to] = Math.min(alike[at + to], way);
            }
        }
        for (int to = at; to < at + count; to++) {
            alike[to] *= -0.5 * alike[to];
        }
    }

    @Override
    public List<String> outputNames(List<String> inputNames) {
        return features.numbered(projection.outputNames(inputNames).size());
    }
}
