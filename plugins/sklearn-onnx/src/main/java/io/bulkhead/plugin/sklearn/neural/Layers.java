package io.bulkhead.plugin.sklearn.neural;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** The layers of a network: each a weighted sum and a function of it. */
final class Layers {
    private final Features features;
    private final List<double[]> weights;
    private final List<double[]> intercepts;
    private final DoubleUnaryOperator hidden;

    private Layers(
            Features features,
            List<double[]> weights,
            List<double[]> intercepts,
            DoubleUnaryOperator hidden) {
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
            if (weights.get(layer).length != width * outputs) {
                throw new PickleException(attributes.owner() + " has layers that do not fit");
            }
            width = outputs;
        }
        return new Layers(features, weights, intercepts, activation(attributes));
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

    private static DoubleUnaryOperator activation(Attributes attributes) throws PickleException {
        String name = attributes.text("activation", "relu");
        return switch (name) {
            case "relu" -> value -> Math.max(value, 0);
            case "tanh" -> Math::tanh;
            case "logistic" -> Rows::logistic;
            case "identity" -> DoubleUnaryOperator.identity();
            default -> throw attributes.unsupported("activation", name);
        };
    }

    int outputs() {
        return intercepts.get(intercepts.size() - 1).length;
    }

    /** What the last layer gives before its own function, row by row. */
    double[] of(Values input) {
        double[] values = features.finite(input).values();
        for (int layer = 0; layer < weights.size(); layer++) {
            values = layer(values, weights.get(layer), intercepts.get(layer));
            if (layer < weights.size() - 1) {
                for (int i = 0; i < values.length; i++) {
                    values[i] = hidden.applyAsDouble(values[i]);
                }
            }
        }
        return values;
    }

    private static double[] layer(double[] values, double[] weights, double[] intercepts) {
        int outputs = intercepts.length;
        int inputs = weights.length / outputs;
        double[] sums = Rows.repeated(intercepts, values.length / inputs);
        for (int i = 0; i < values.length; i++) {
            int to = i / inputs * outputs;
            int from = i % inputs * outputs;
            double value = values[i];
            for (int output = 0; output < outputs; output++) {
                sums[to + output] += value * weights[from + output];
            }
        }
        return sums;
    }
}
