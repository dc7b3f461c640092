package io.bulkhead.plugin.sklearn.linear;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.RowBlock;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.estimator.SinglePrecision;
import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Rounding;
import io.bulkhead.plugin.sklearn.value.SparseMatrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Arrays;

/** Weighted sums: one for each output. */
final class LinearScores {
    private static final int UNROLL_FROM = 16;

    private final int features;
    private final int outputs;
    private final double[] weights;
    private final double[] intercepts;
    private final boolean single;

    private LinearScores(int features, double[] weights, double[] intercepts, boolean single) {
        this.features = features;
        this.single = single;
        this.outputs = intercepts.length;
        this.weights = weights;
        this.intercepts = intercepts;
    }

    /** Of {@code coef_} and {@code intercept_}, the latter possibly one number for all outputs. */
    static LinearScores of(Attributes attributes, Features features) throws PickleException {
        NdArray coefficients = attributes.array("coef_");
        double[] weights = coefficients.toDoubles();
        int outputs = coefficients.rank() == 2 ? coefficients.size(0) : 1;
        if (weights.length != (long) outputs * features.count()) {
            throw new PickleException(
                    attributes.owner()
                            + " has "
                            + weights.length
                            + " coefficients for "
                            + features.count()
                            + " features");
        }
        boolean single = coefficients.isSingle() && !isDoubleArray(attributes);
        return new LinearScores(features.count(), weights, intercepts(attributes, outputs), single);
    }

    /** A single number for an intercept leaves the sums in the precision that they have. */
    private static boolean isDoubleArray(Attributes attributes) throws PickleException {
        return attributes.require("intercept_") instanceof NdArray array && !array.isSingle();
    }

    private static double[] intercepts(Attributes attributes, int outputs) throws PickleException {
        double[] given = attributes.numbers("intercept_");
        if (given.length == outputs) {
            return given;
        }
        if (given.length != 1) {
            throw new PickleException(
                    attributes.owner() + " has " + given.length + " intercepts, not " + outputs);
        }
        double[] repeated = new double[outputs];
        Arrays.fill(repeated, given[0]);
        return repeated;
    }

    int outputs() {
        return outputs;
    }

    /** Whether the scores of such an input are of single precision: both factors must be. */
    boolean single(Values input) {
        return single && SinglePrecision.fitsSingle(input);
    }

    /** All scores of checked rows, row by row; an input is what they were checked from. */
    double[] of(Values rows, Values input) {
        double[] scores =
                rows instanceof SparseMatrix sparse
                        ? ofSparse(sparse)
                        : ofDense(rows.numbers("a linear model"));
        return single(input) ? Rounding.rounded(scores) : scores;
    }

    /** The same of rows of single precision. */
    double[] of(float[] values) {
        int rows = values.length / features;
        double[] scores = new double[rows * outputs];
        RowBlock block = RowBlock.of(features, rows);
        RowBlock sums = block.ofWidth(outputs);
        for (int row = 0; row < rows; row += block.rows()) {
            block.fill(values, row);
            block.weigh(weights, intercepts, sums);
            sums.copyTo(scores, row);
        }
        return single ? Rounding.rounded(scores) : scores;
    }

    private double[] ofSparse(SparseMatrix input) {
        double[] scores = new double[input.rows() * outputs];
        for (int row = 0; row < input.rows(); row++) {
            for (int output = 0; output < outputs; output++) {
                scores[row * outputs + output] =
                        input.dot(row, weights, output * features) + intercepts[output];
            }
        }
        return scores;
    }

    private double[] ofDense(Matrix input) {
        double[] values = input.values();
        double[] scores = new double[input.rows() * outputs];
        if (RowBlock.pays(input.rows())) {
            fillInBlocks(values, input.rows(), scores);
            return scores;
        }
        for (int row = 0; row < input.rows(); row++) {
            for (int output = 0; output < outputs; output++) {
                scores[row * outputs + output] =
                        dot(values, row * features, output * features) + intercepts[output];
            }
        }
        return scores;
    }

    private void fillInBlocks(double[] values, int rows, double[] scores) {
        RowBlock block = RowBlock.of(features, rows);
        RowBlock sums = block.ofWidth(outputs);
        for (int row = 0; row < rows; row += block.rows()) {
            block.fill(values, row);
            block.weigh(weights, intercepts, sums);
            sums.copyTo(scores, row);
        }
    }

    private double dot(double[] values, int at, int weightsAt) {
        if (features >= UNROLL_FROM) {
            return Rows.dotOfLanes(values, at, weights, weightsAt, features);
        }
        double sum = 0;
        for (int i = 0; i < features; i++) {
            sum += values[at + i] * weights[weightsAt + i];
        }
        return sum;
    }
}
