package io.bulkhead.plugin.sklearn.decomposition;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.SparseMatrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.List;
import java.util.Set;

/**
 * NMF by coordinate descent: weights that are never negative and make the row of fixed parts. Rows
 * of one request are solved together, as scikit-learn does: when to stop depends on all of them.
 */
public final class NonNegativeFactors implements Estimator {
    private final Features features;
    private final double[] components;
    private final double[] products;
    private final int width;
    private final double penalty;
    private final int rounds;
    private final double tolerance;

    private NonNegativeFactors(Attributes attributes, Features features, double[] components)
            throws PickleException {
        this.features = features;
        this.components = components;
        this.width = components.length / features.count();
        FactorPenalty own = FactorPenalty.of(attributes, features.count());
        this.penalty = own.ofSums();
        this.products = SquareMatrix.timesTransposed(components, components, features.count());
        for (int i = 0; i < width; i++) {
            products[i * width + i] += own.ofSquares();
        }
        this.rounds = attributes.integer("max_iter");
        this.tolerance = attributes.findNumber("tol").orElse(1e-4);
    }

    public static Estimator read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        String solver = attributes.text("solver", "cd");
        if (solver.equals("mu")) {
            return MultipliedFactors.read(attributes);
        }
        if (!solver.equals("cd")) {
            throw attributes.unsupported("solver", solver);
        }
        if (attributes.flag("shuffle", false)) {
            throw attributes.unsupported("shuffle", true);
        }
        Features features = Features.of(attributes);
        double[] components = attributes.matrix("components_").values();
        if (features.count() <= 0 || components.length % features.count() != 0) {
            throw new PickleException(attributes.owner() + " has components of other features");
        }
        return new NonNegativeFactors(attributes, features, components);
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        Values rows = features.finiteOrSparse(input);
        double[] targets = targets(rows);
        double[] weights = new double[rows.rows() * width];
        double first = 0;
        for (int round = 0; round < rounds; round++) {
            double violation = 0;
            for (int component = 0; component < width; component++) {
                violation += descend(component, weights, targets);
            }
            first = round == 0 ? violation : first;
            if (first == 0 || !(violation / first > tolerance)) {
                break;
            }
        }
        return Rows.matrix(weights, width);
    }

    private double[] targets(Values rows) {
        double[] targets = products(rows);
        for (int i = 0; i < targets.length; i++) {
            targets[i] -= penalty;
        }
        return targets;
    }

    private double[] products(Values rows) {
        if (!(rows instanceof SparseMatrix sparse)) {
            double[] dense = rows.numbers(features.owner()).values();
            requirePositive(dense);
            return SquareMatrix.timesTransposed(dense, components, features.count());
        }
        requirePositive(sparse.values());
        double[] sums = new double[sparse.rows() * width];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = sparse.dot(i / width, components, i % width * features.count());
        }
        return sums;
    }

    static void requirePositive(double[] values) {
        for (double value : values) {
            if (value < 0) {
                throw ServingException.unprocessable("Negative values in data passed to NMF");
            }
        }
    }

    /** One step for one component of all rows; how far they were from its best. */
    private double descend(int component, double[] weights, double[] targets) {
        double violation = 0;
        double curvature = products[component * width + component];
        for (int at = 0; at < weights.length; at += width) {
            double gradient =
                    Rows.dot(products, component * width, weights, at, width)
                            - targets[at + component];
            double weight = weights[at + component];
            violation += Math.abs(weight == 0 ? Math.min(0, gradient) : gradient);
            if (curvature != 0) {
                weights[at + component] = Math.max(weight - gradient / curvature, 0);
            }
        }
        return violation;
    }

    @Override
    public List<String> outputNames(List<String> inputNames) {
        return features.numbered(width);
    }
}
