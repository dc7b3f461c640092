package io.bulkhead.plugin.sklearn.neural;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.RowBlock;
import io.bulkhead.plugin.sklearn.estimator.SingleBlock;
import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The layers of a network: each a weighted sum and a function of it. */
final class Layers {
    private final Features features;
    private final List<Layer> layers;
    private final Activation hidden;
    private final boolean single;

    private Layers(Features features, List<Layer> layers, Activation hidden) {
        this.features = features;
        this.layers = List.copyOf(layers);
        this.hidden = hidden;
        this.single = layers.stream().allMatch(Layer::single);
    }

    static Layers of(Attributes attributes) throws PickleException {
        Features features = Features.of(attributes);
        List<NdArray> weights = arrays(attributes, "coefs_");
        List<NdArray> intercepts = arrays(attributes, "intercepts_");
        int width = features.count();
        if (weights.isEmpty() || weights.size() != intercepts.size()) {
            throw new PickleException(attributes.owner() + " has no intercepts for each layer");
        }
        List<Layer> layers = new ArrayList<>();
        for (int layer = 0; layer < weights.size(); layer++) {
            long outputs = intercepts.get(layer).length();
            if (width < 1 || outputs < 1 || weights.get(layer).length() != width * outputs) {
                throw new PickleException(attributes.owner() + " has layers that do not fit");
            }
            layers.add(new Layer(weights.get(layer), intercepts.get(layer)));
            width = layers.get(layer).outputs();
        }
        return new Layers(features, layers, Activation.of(attributes));
    }

    private static List<NdArray> arrays(Attributes attributes, String name) throws PickleException {
        List<NdArray> arrays = new ArrayList<>();
        for (Object item : attributes.items(name)) {
            if (!(item instanceof NdArray array)) {
                throw new PickleException(attributes.owner() + " has a layer without numbers");
            }
            arrays.add(array);
        }
        return arrays;
    }

    int outputs() {
        return layers.get(layers.size() - 1).outputs();
    }

    /** What the last layer gives before its own function, row by row. */
    double[] of(Values input) {
        Optional<float[]> singles = single ? features.finiteSingles(input) : Optional.empty();
        if (singles.isPresent()) {
            return ofSingles(singles.get());
        }
        Matrix matrix = features.finite(input);
        return RowBlock.pays(matrix.rows()) ? ofBlocks(matrix) : ofRows(matrix.values());
    }

    private double[] ofSingles(float[] values) {
        int rows = values.length / features.count();
        List<SingleBlock> blocks = new ArrayList<>();
        blocks.add(SingleBlock.of(features.count(), rows));
        layers.forEach(layer -> blocks.add(blocks.get(0).ofWidth(layer.outputs())));
        double[] answers = new double[rows * outputs()];
        for (int row = 0; row < rows; row += blocks.get(0).rows()) {
            blocks.get(0).fill(values, row);
            for (int layer = 0; layer < layers.size(); layer++) {
                layers.get(layer).weigh(blocks.get(layer), blocks.get(layer + 1));
                if (layer < layers.size() - 1) {
                    blocks.get(layer + 1).apply(hidden::apply);
                }
            }
            blocks.get(layers.size()).copyTo(answers, row);
        }
        return answers;
    }

    private double[] ofBlocks(Matrix matrix) {
        List<RowBlock> blocks = new ArrayList<>();
        blocks.add(RowBlock.of(features.count(), matrix.rows()));
        layers.forEach(layer -> blocks.add(blocks.get(0).ofWidth(layer.outputs())));
        double[] answers = new double[matrix.rows() * outputs()];
        for (int row = 0; row < matrix.rows(); row += blocks.get(0).rows()) {
            blocks.get(0).fill(matrix.values(), row);
            for (int layer = 0; layer < layers.size(); layer++) {
                layers.get(layer).weigh(blocks.get(layer), blocks.get(layer + 1));
                if (layer < layers.size() - 1) {
                    blocks.get(layer + 1).apply(hidden::apply);
                }
            }
            blocks.get(layers.size()).copyTo(answers, row);
        }
        return answers;
    }

    private double[] ofRows(double[] rows) {
        double[] values = rows;
        for (int layer = 0; layer < layers.size(); layer++) {
            values = layers.get(layer).ofRows(values);
            if (layer < layers.size() - 1) {
                hidden.apply(values);
            }
        }
        return values;
    }
}
