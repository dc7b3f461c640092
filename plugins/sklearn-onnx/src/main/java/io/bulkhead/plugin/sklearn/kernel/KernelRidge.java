package io.bulkhead.plugin.sklearn.kernel;

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
import java.util.Set;

/** A weighted sum of how alike a row is to those that it was fitted on. */
public final class KernelRidge implements Estimator {
    private final Features features;
    private final KernelRows fitted;
    private final double[] weights;
    private final int outputs;

    private KernelRidge(Features features, KernelRows fitted, double[] weights, int outputs) {
        this.features = features;
        this.fitted = fitted;
        this.weights = weights;
        this.outputs = outputs;
    }

    public static KernelRidge read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Features features = Features.of(attributes);
        String name = attributes.text("kernel", "a function");
        double usual = name.equals("chi2") ? 1.0 : 1.0 / features.count();
        Kernel kernel =
                Kernel.named(
                        name,
                        attributes.findNumber("gamma").orElse(usual),
                        attributes.findNumber("degree").orElse(3.0),
                        attributes.findNumber("coef0").orElse(1.0),
                        attributes);
        NdArray weights = attributes.array("dual_coef_");
        double[] fitted = attributes.matrix("X_fit_").values();
        int outputs = weights.rank() == 2 ? weights.size(1) : 1;
        if (weights.length() * (long) features.count() != fitted.length * (long) outputs) {
            throw new PickleException(attributes.owner() + " has no weight for each row");
        }
        KernelRows rows = new KernelRows(kernel, fitted, features.count());
        return new KernelRidge(features, rows, weights.toDoubles(), outputs);
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.PREDICT);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix = features.finite(input);
        int count = features.count();
        double[] answers = new double[matrix.rows() * outputs];
        double[] alike = new double[weights.length / outputs];
        for (int row = 0; row < matrix.rows(); row++) {
            fitted.fill(matrix.values(), row * count, alike);
            for (int i = 0; i < alike.length; i++) {
                for (int output = 0; output < outputs; output++) {
                    answers[row * outputs + output] += alike[i] * weights[i * outputs + output];
                }
            }
        }
        return Rows.matrix(answers, outputs);
    }
}
