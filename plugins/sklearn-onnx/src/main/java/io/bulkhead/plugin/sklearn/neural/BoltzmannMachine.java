package io.bulkhead.plugin.sklearn.neural;

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
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** BernoulliRBM: the probabilities that the hidden units are on. Its score is a random one. */
public final class BoltzmannMachine implements Estimator {
    private final Features features;
    private final double[] weights;
    private final double[] intercepts;
    private final boolean single;

    private BoltzmannMachine(
            Features features, double[] weights, double[] intercepts, boolean single) {
        this.features = features;
        this.weights = weights;
        this.intercepts = intercepts;
        this.single = single;
    }

    public static BoltzmannMachine read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Features features = Features.of(attributes);
        NdArray weights = attributes.array("components_");
        double[] intercepts = attributes.numbers("intercept_hidden_");
        if (weights.length() != (long) intercepts.length * features.count()) {
            throw new PickleException(attributes.owner() + " has weights that do not fit");
        }
        return new BoltzmannMachine(features, weights.toDoubles(), intercepts, weights.isSingle());
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix = features.finite(input);
        int count = features.count();
        int units = intercepts.length;
        double[] answers = new double[matrix.rows() * units];
        for (int i = 0; i < answers.length; i++) {
            int unit = i % units;
            double score =
                    Rows.dot(matrix.values(), i / units * count, weights, unit * count, count);
            answers[i] = Rows.logistic(score + intercepts[unit]);
        }
        return new Matrix(matrix.rows(), units, answers, single && matrix.single());
    }

    @Override
    public List<String> outputNames(List<String> inputNames) {
        return IntStream.range(0, intercepts.length).mapToObj(i -> "bernoullirbm" + i).toList();
    }
}
