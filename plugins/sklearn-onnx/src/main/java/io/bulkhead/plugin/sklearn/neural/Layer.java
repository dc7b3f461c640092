package io.bulkhead.plugin.sklearn.neural;

import io.bulkhead.plugin.sklearn.estimator.RowBlock;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.estimator.SingleBlock;
import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Rounding;
import java.util.Arrays;

/** The weighted sums of one layer. Immutable. */
final class Layer {
    private static final int LANES = 4;
    private static final int FEW = 8;

    /** For each input an array of its weights. */
    private final double[][] byInput;

    /** The same for each output, one after the other. */
    private final double[] byOutput;

    private final double[] intercepts;
    private final float[] singlesByOutput;
    private final float[] singleIntercepts;

    /**
     * @param weights inputs by outputs, at least one of both
     */
    Layer(NdArray weights, NdArray intercepts) throws PickleException {
        this.intercepts = intercepts.toDoubles();
        double[] values = weights.toDoubles();
        this.byInput = byInput(values, outputs());
        this.byOutput = byOutput(byInput, outputs());
        boolean single = weights.isSingle() && intercepts.isSingle();
        this.singlesByOutput = single ? Rounding.toFloats(byOutput) : new float[0];
        this.singleIntercepts = single ? Rounding.toFloats(this.intercepts) : new float[0];
    }

    private static double[][] byInput(double[] weights, int outputs) {
        double[][] byInput = new double[weights.length / outputs][];
        Arrays.setAll(
                byInput,
                input -> Arrays.copyOfRange(weights, input * outputs, (input + 1) * outputs));
        return byInput;
    }

    private static double[] byOutput(double[][] byInput, int outputs) {
        double[] byOutput = new double[byInput.length * outputs];
        for (int input = 0; input < byInput.length; input++) {
            for (int output = 0; output < outputs; output++) {
                byOutput[output * byInput.length + input] = byInput[input][output];
            }
        }
        return byOutput;
    }

    int outputs() {
        return intercepts.length;
    }

    /** Whether Python computes in single precision if it is given such numbers. */
    boolean single() {
        return singleIntercepts.length > 0;
    }

    /** For a block of rows. */
    void weigh(RowBlock rows, RowBlock sums) {
        rows.weigh(byOutput, intercepts, sums);
    }

    /** The same for a {@link #single} layer. */
    void weigh(SingleBlock rows, SingleBlock sums) {
        rows.weigh(singlesByOutput, singleIntercepts, sums);
    }

    /** For a few rows, one after the other. */
    double[] ofRows(double[] values) {
        int inputs = byInput.length;
        int rows = values.length / inputs;
        double[] answers = new double[rows * outputs()];
        if (outputs() < FEW) {
            fillOneByOne(values, answers);
            return answers;
        }
        double[] sums = new double[outputs()];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(intercepts, 0, sums, 0, sums.length);
            addRow(values, row * inputs, sums);
            System.arraycopy(sums, 0, answers, row * sums.length, sums.length);
        }
        return answers;
    }

    /** A few outputs are no work for vectors: each takes its sum by itself. */
    private void fillOneByOne(double[] values, double[] answers) {
        int inputs = byInput.length;
        int outputs = outputs();
        for (int output = 0; output < outputs; output++) {
            int from = output * inputs;
            for (int row = 0; row * outputs < answers.length; row++) {
                answers[row * outputs + output] =
                        intercepts[output]
                                + Rows.dotOfLanes(values, row * inputs, byOutput, from, inputs);
            }
        }
    }

    private void addRow(double[] values, int at, double[] sums) {
        int input = 0;
        for (; input + LANES <= byInput.length; input += LANES) {
            addFour(values, at + input, byInput, input, sums);
        }
        for (; input < byInput.length; input++) {
            double value = values[at + input];
            double[] own = byInput[input];
            for (int output = 0; output < sums.length; output++) {
                sums[output] += value * own[output];
            }
        }
    }

    /**
     * Four inputs at once: each sum is read and written once for them. Arrays that are walked at
     * the same index are what the compiler makes instructions on vectors of.
     */
    private static void addFour(
            double[] values, int at, double[][] weights, int input, double[] sums) {
        double value0 = values[at];
        double value1 = values[at + 1];
        double value2 = values[at + 2];
        double value3 = values[at + 3];
        double[] weights0 = weights[input];
        double[] weights1 = weights[input + 1];
        double[] weights2 = weights[input + 2];
        double[] weights3 = weights[input + 3];
        for (int i = 0; i < sums.length; i++) {
            sums[i] +=
                    value0 * weights0[i]
                            + value1 * weights1[i]
                            + (value2 * weights2[i] + value3 * weights3[i]);
        }
    }
}
