package io.bulkhead.plugin.sklearn.preprocessing;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Set;

/** Scales each row to length one. */
public final class Normalizer implements Estimator {
    private enum Norm {
        L1,
        L2,
        MAX
    }

    private final Features features;
    private final Norm norm;

    private Normalizer(Features features, Norm norm) {
        this.features = features;
        this.norm = norm;
    }

    public static Normalizer read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        String name = attributes.text("norm", "l2");
        Norm norm =
                switch (name) {
                    case "l1" -> Norm.L1;
                    case "l2" -> Norm.L2;
                    case "max" -> Norm.MAX;
                    default -> throw attributes.unsupported("norm", name);
                };
        return new Normalizer(Features.of(attributes), norm);
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix = features.finite(input);
        double[] scaled = matrix.values().clone();
        int columns = matrix.columns();
        for (int from = 0; from < scaled.length; from += columns) {
            double length = length(scaled, from, columns);
            for (int i = from; i < from + columns; i++) {
                scaled[i] = matrix.precision().round(scaled[i] / (length == 0 ? 1 : length));
            }
        }
        return new Matrix(matrix.rows(), columns, scaled, matrix.precision())
                .asSparse(matrix.sparse());
    }

    private double length(double[] values, int from, int columns) {
        double length = 0;
        for (int i = from; i < from + columns; i++) {
            length =
                    switch (norm) {
                        case L1 -> length + Math.abs(values[i]);
                        case L2 -> length + values[i] * values[i];
                        case MAX -> Math.max(length, Math.abs(values[i]));
                    };
        }
        return norm == Norm.L2 ? Math.sqrt(length) : length;
    }
}
