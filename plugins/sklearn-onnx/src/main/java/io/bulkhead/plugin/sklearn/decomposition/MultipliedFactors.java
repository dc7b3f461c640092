package io.bulkhead.plugin.sklearn.decomposition;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * NMF by multiplicative updates: weights of fixed parts, which grow and shrink by factors until
 * they explain the rows by some measure of divergence. Rows of one request are solved together, as
 * scikit-learn does: where they begin and when they stop depends on all of them.
 */
public final class MultipliedFactors implements Estimator {
    private static final int MOST_ROUNDS = 100_000;
    private static final int ROUNDS_BETWEEN_CHECKS = 10;
    private static final double VANISHING = Math.ulp(1.0);

    private final Features features;
    private final double[] components;
    private final int width;
    private final FactorPenalty penalty;
    private final Divergence divergence;
    private final int rounds;
    private final double tolerance;

    /** Whether it stops by how far the weights move, not by how well they explain. */
    private final boolean byMoves;

    private final boolean single;

    private MultipliedFactors(Attributes attributes, int rounds, boolean byMoves)
            throws PickleException {
        this.features = Features.of(attributes);
        NdArray parts = attributes.array("components_");
        this.components = parts.toDoubles();
        this.single = parts.isSingle() || byMoves;
        if (features.count() <= 0 || components.length % features.count() != 0) {
            throw new PickleException(attributes.owner() + " has components of other features");
        }
        this.width = components.length / features.count();
        this.penalty = FactorPenalty.of(attributes, features.count());
        this.divergence = Divergence.of(attributes);
        this.tolerance = attributes.findNumber("tol").orElse(1e-4);
        this.rounds = Math.min(rounds, MOST_ROUNDS);
        this.byMoves = byMoves;
    }

    /** NMF with the solver {@code mu}. */
    static MultipliedFactors read(Attributes attributes) throws PickleException {
        return new MultipliedFactors(attributes, attributes.integer("max_iter"), false);
    }

    /** MiniBatchNMF. */
    public static MultipliedFactors readBatches(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        int rounds =
                attributes
                        .findNumber("transform_max_iter")
                        .map(Double::intValue)
                        .orElse(attributes.integer("max_iter"));
        return new MultipliedFactors(attributes, rounds, true);
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix rows = features.finite(input);
        NonNegativeFactors.requirePositive(rows.values());
        Factorization solved =
                new Factorization(rows.values(), components, features.count(), divergence);
        double[] weights = new double[rows.rows() * width];
        double mean = Arrays.stream(rows.values()).sum() / rows.values().length;
        Arrays.fill(weights, Math.sqrt(mean / width));
        if (byMoves) {
            solveByMoves(solved, weights);
        } else {
            solveByError(solved, weights);
        }
        return new Matrix(rows.rows(), width, weights, single && rows.single());
    }

    private void solveByError(Factorization solved, double[] weights) {
        double first = solved.error(weights);
        double previous = first;
        for (int round = 1; round <= rounds; round++) {
            solved.update(weights, penaltyIn(round));
            for (int i = 0; divergence.power() < 1 && i < weights.length; i++) {
                weights[i] = weights[i] < VANISHING ? 0 : weights[i];
            }
            if (tolerance > 0 && round % ROUNDS_BETWEEN_CHECKS == 0) {
                double error = solved.error(weights);
                if ((previous - error) / first < tolerance) {
                    break;
                }
                previous = error;
            }
        }
    }

    /** For one divergence scikit-learn adds it to what it keeps from round to round. */
    private FactorPenalty penaltyIn(int round) {
        return divergence.power() == 1
                ? new FactorPenalty(round * penalty.ofSums(), penalty.ofSquares())
                : penalty;
    }

    private void solveByMoves(Factorization solved, double[] weights) {
        double[] before = weights.clone();
        for (int round = 0; round < rounds; round++) {
            solved.update(weights, penalty);
            double length = Rows.dot(weights, 0, weights, 0, weights.length);
            for (int i = 0; i < before.length; i++) {
                before[i] -= weights[i];
            }
            double moved = Rows.dot(before, 0, before, 0, before.length);
            if (tolerance > 0 && Math.sqrt(moved) / Math.sqrt(length) <= tolerance) {
                break;
            }
            System.arraycopy(weights, 0, before, 0, weights.length);
        }
    }

    @Override
    public List<String> outputNames(List<String> inputNames) {
        return features.numbered(width);
    }
}
