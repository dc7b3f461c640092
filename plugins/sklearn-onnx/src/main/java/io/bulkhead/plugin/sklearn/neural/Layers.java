package io.bulkhead.plugin.sklearn.neural;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.RowBlock;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The layers of a network: each a weighted sum and a function of it. */
final class Layers {
    private static final int LANES = 4;
    private static final int FEW = 8;

    private final Features features;
    private final List<double[][]> weights;
    private final List<double[]> intercepts;
    private final Activation hidden;

    private Layers(
            Features features,
            List<double[][]> weights,
            List<double[]> intercepts,
            Activation hidden) {
        this.features = features;
        this.weights = List.copyOf(weights);
        this.intercepts = List.copyOf(intercepts);
        this.hidden = hidden;
    }

    static Layers of(Attributes attributes) throws PickleException {
        Features features = Features.of(attributes);
        List<double[]> weights = arrays(attributes, "coefs_");
        List<double[]> intercepts = arrays(attributes, "intercepts_");
        int width = features.count();
        if (weights.isEmpty() || weights.size() != intercepts.size()) {
            throw new PickleException(attributes.owner() + " has no intercepts for each layer");
        }
        for (int layer = 0; layer < weights.size(); layer++) {
            int outputs = intercepts.get(layer).length;
            if (width < 1 || outputs < 1 || weights.get(layer).length != width * outputs) {
                throw new PickleException(attributes.owner() + " has layers that do not fit");
            }
            width = outputs;
        }
        List<double[][]> byInput = new ArrayList<>();
        for (int layer = 0; layer < weights.size(); layer++) {
            byInput.add(byInput(weights.get(layer), intercepts.get(layer).length));
        }
        return new Layers(features, byInput, intercepts, Activation.of(attributes));
    }

    /** For each input an array of its weights. */
    private static double[][] byInput(double[] weights, int outputs) {
        double[][] byInput = new double[weights.length / outputs][];
        Arrays.setAll(
                byInput,
                input -> Arrays.copyOfRange(weights, input * outputs, (input + 1) * outputs));
        return byInput;
    }

    private static List<double[]> arrays(Attributes attributes, String name)
            throws PickleException {
        List<double[]> arrays = new ArrayList<>();
        for (Object item : attributes.items(name)) {
            if (!(item instanceof NdArray array)) {
                throw new PickleException(attributes.owner() + " has a layer without numbers");
            }
            arrays.add(array.toDoubles());
        }
        return arrays;
    }

    int outputs() {
        return intercepts.get(intercepts.size() - 1).length;
    }

    /** What the last layer gives before its own function, row by row. */
    double[] of(Values input) {
        Matrix matrix = features.finite(input);
        return RowBlock.pays(matrix.rows()) ? ofBlocks(matrix) : ofRows(matrix.values());
    }

    private double[] ofBlocks(Matrix matrix) {
        List<RowBlock> blocks = new ArrayList<>();
        blocks.add(RowBlock.of(features.count(), matrix.rows()));
        intercepts.forEach(each -> blocks.add(blocks.get(0).ofWidth(each.length)));
        double[] answers = new double[matrix.rows() * outputs()];
        for (int row = 0; row < matrix.rows(); row += blocks.get(0).rows()) {
            blocks.get(0).fill(matrix.values(), row);
            for (int layer = 0; layer < weights.size(); layer++) {
                fill(layer, blocks.get(layer), blocks.get(layer + 1));
            }
            blocks.get(weights.size()).copyTo(answers, row);
        }
        return answers;
    }

    private void fill(int layer, RowBlock from, RowBlock to) {
        double[][] byInput = weights.get(layer);
        double[] own = new double[byInput.length];
        for (int output = 0; output < intercepts.get(layer).length; output++) {
            for (int input = 0; input < own.length; input++) {
                own[input] = byInput[input][output];
            }
            from.weigh(own, 0, intercepts.get(layer)[output], to.column(output));
            if (layer < weights.size() - 1) {
                hidden.apply(to.column(output));
            }
        }
    }

    private double[] ofRows(double[] rows) {
        double[] values = rows;
        for (int layer = 0; layer < weights.size(); layer++) {
            values = layer(values, weights.get(layer), intercepts.get(layer));
            if (layer < weights.size() - 1) {
                hidden.apply(values);
            }
        }
        return values;
    }

    private static double[] layer(double[] values, double[][] weights, double[] intercepts) {
        int outputs = intercepts.length;
        int inputs = weights.length;
        int rows = values.length / inputs;
        double[] answers = new double[rows * outputs];
        if (outputs < FEW) {
            fill(values, weights, intercepts, answers);
            return answers;
        }
        double[] sums = new double[outputs];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(intercepts, 0, sums, 0, outputs);
            addRow(values, row * inputs, weights, sums);
            System.arraycopy(sums, 0, answers, row * outputs, outputs);
        }
        return answers;
    }

    /** A few outputs are no work for vectors: each takes its sum by itself. */
    private static void fill(
            double[] values, double[][] weights, double[] intercepts, double[] answers) {
        int inputs = weights.length;
        int outputs = intercepts.length;
        double[] own = new double[inputs];
        for (int output = 0; output < outputs; output++) {
            for (int input = 0; input < inputs; input++) {
                own[input] = weights[input][output];
            }
            for (int row = 0; row * outputs < answers.length; row++) {
                answers[row * outputs + output] =
                        intercepts[output] + Rows.dotOfLanes(values, row * inputs, own, 0, inputs);
            }
        }
    }

    private static void addRow(double[] values, int at, double[][] weights, double[] sums) {
        int input = 0;
        for (; input + LANES <= weights.length; input += LANES) {
            addFour(values, at + input, weights, input, sums);
        }
        for (; input < weights.length; input++) {
            double value = values[at + input];
            double[] own = weights[input];
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
