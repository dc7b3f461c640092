package io.bulkhead.plugin.sklearn.preprocessing;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.DtypeParameter;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Set;

/** One for what is above a threshold, zero for the rest. */
public final class Binarizer implements Estimator {
    private final Features features;
    private final double threshold;

    private Binarizer(Features features, double threshold) {
        this.features = features;
        this.threshold = threshold;
    }

    public static Binarizer read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        double threshold = attributes.findNumber("threshold").orElse(0.0);
        return new Binarizer(Features.of(attributes), threshold);
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix = features.finite(input);
        double[] flags = new double[matrix.values().length];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = matrix.values()[i] > threshold ? 1 : 0;
        }
        Matrix answer =
                new Matrix(matrix.rows(), matrix.columns(), flags, matrix.precision())
                        .asSparse(matrix.sparse());
        return DtypeParameter.asGiven(answer, input);
    }
}
