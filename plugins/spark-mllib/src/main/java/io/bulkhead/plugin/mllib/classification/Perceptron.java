package io.bulkhead.plugin.mllib.classification;

import io.bulkhead.plugin.mllib.format.LinearAlgebra;
import io.bulkhead.plugin.mllib.format.MalformedModelException;
import io.bulkhead.plugin.mllib.format.SavedStage;
import io.bulkhead.plugin.mllib.parquet.Group;
import io.bulkhead.plugin.mllib.row.Cell;
import io.bulkhead.plugin.mllib.row.VectorBuffer;
import java.io.IOException;

/**
 * MultilayerPerceptronClassificationModel: sigmoid layers, softmax at the end. For each layer the
 * weights lie column by column, as Spark has them, and then the biases.
 */
public final class Perceptron implements ClassScores {
    private final int[] layers;
    private final double[] weights;
    private final int widest;

    private Perceptron(int[] layers, double[] weights, int widest) {
        this.layers = layers;
        this.weights = weights;
        this.widest = widest;
    }

    public static ClassScores read(SavedStage saved) throws IOException {
        Group row = saved.row();
        // Spark 3 moved the layers from the data to the parameters.
        int[] layers =
                row.has("layers") ? row.wholes("layers") : wholes(saved.params().numbers("layers"));
        double[] weights = LinearAlgebra.vector(row, "weights");
        long wanted = 0;
        int widest = 0;
        for (int i = 0; i < layers.length; i++) {
            widest = Math.max(widest, layers[i]);
            if (layers[i] < 1) {
                throw new MalformedModelException("a layer of " + layers[i] + " neurons");
            }
            wanted += i == 0 ? 0 : (layers[i - 1] + 1L) * layers[i];
        }
        if (layers.length < 2 || wanted != weights.length) {
            throw new MalformedModelException(
                    "its layers want " + wanted + " weights, found " + weights.length);
        }
        return new Perceptron(layers, weights, widest);
    }

    private static int[] wholes(double[] numbers) {
        int[] wholes = new int[numbers.length];
        for (int i = 0; i < wholes.length; i++) {
            wholes[i] = (int) numbers[i];
        }
        return wholes;
    }

    @Override
    public int classCount() {
        return layers[layers.length - 1];
    }

    @Override
    public int featureCount() {
        return layers[0];
    }

    @Override
    public void raw(VectorBuffer features, double[] raw, Cell scratch) {
        double[] values = scratch.startVector().dense(2 * widest);
        features.writeTo(values, 0);
        int from = 0;
        int to = widest;
        int weight = 0;
        for (int layer = 1; layer < layers.length; layer++) {
            weight = affine(values, from, to, layer, weight);
            if (layer < layers.length - 1) {
                for (int i = to; i < to + layers[layer]; i++) {
                    values[i] = Scores.sigmoid(values[i]);
                }
            }
            int swapped = from;
            from = to;
            to = swapped;
        }
        System.arraycopy(values, from, raw, 0, classCount());
    }

    private int affine(double[] values, int from, int to, int layer, int start) {
        int in = layers[layer - 1];
        int out = layers[layer];
        int biases = start + in * out;
        System.arraycopy(weights, biases, values, to, out);
        for (int i = 0; i < in; i++) {
            double value = values[from + i];
            for (int j = 0; j < out; j++) {
                values[to + j] += value * weights[start + i * out + j];
            }
        }
        return biases + out;
    }

    @Override
    public void toProbabilities(double[] raw) {
        Scores.softmax(raw, classCount());
    }
}
