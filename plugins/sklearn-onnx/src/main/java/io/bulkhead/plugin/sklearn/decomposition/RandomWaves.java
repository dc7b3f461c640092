package io.bulkhead.plugin.sklearn.decomposition;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Cosines of random sums: their products come near to a kernel. */
public final class RandomWaves implements Estimator {
    private final Features features;
    private final double[] weights;
    private final double[] offsets;

    /** Added before a logarithm is taken; empty where none is. */
    private final Optional<Double> skewedness;

    private RandomWaves(Attributes attributes, Optional<Double> skewedness) throws PickleException {
        this.features = Features.of(attributes);
        this.weights = attributes.matrix("random_weights_").values();
        this.offsets = attributes.numbers("random_offset_");
        this.skewedness = skewedness;
        if (weights.length != (long) features.count() * offsets.length) {
            throw new PickleException(attributes.owner() + " has weights of other features");
        }
    }

    /** RBFSampler. */
    public static RandomWaves readRadial(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        return new RandomWaves(attributes, Optional.empty());
    }

    /** SkewedChi2Sampler. */
    public static RandomWaves readSkewed(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        return new RandomWaves(
                attributes, Optional.of(attributes.findNumber("skewedness").orElse(1.0)));
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix = features.finite(input);
        int width = offsets.length;
        double height = Math.sqrt(2.0 / width);
        double[] answer = new double[matrix.rows() * width];
        for (int row = 0; row < matrix.rows(); row++) {
            double[] sums = offsets.clone();
            for (int feature = 0; feature < features.count(); feature++) {
                double value = logarithm(matrix.values()[row * features.count() + feature]);
                for (int i = 0; i < width; i++) {
                    sums[i] += value * weights[feature * width + i];
                }
            }
            for (int i = 0; i < width; i++) {
                answer[row * width + i] = Math.cos(sums[i]) * height;
            }
        }
        return Rows.matrix(answer, width);
    }

    private double logarithm(double value) {
        if (skewedness.isEmpty()) {
            return value;
        }
        double summed = value + skewedness.get();
        if (summed <= 0) {
            throw ServingException.unprocessable(
                    "X may not contain entries smaller than -skewedness.");
        }
        return Math.log(summed);
    }

    @Override
    public List<String> outputNames(List<String> inputNames) {
        return features.numbered(offsets.length);
    }
}
