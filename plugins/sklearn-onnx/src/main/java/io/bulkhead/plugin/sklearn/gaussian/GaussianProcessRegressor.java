package io.bulkhead.plugin.sklearn.gaussian;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.estimator.Spread;
import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Arrays;
import java.util.Set;

/** The mean of the functions that agree with what was seen. */
public final class GaussianProcessRegressor implements Estimator {
    private final Features features;
    private final Covariance kernel;
    private final double[] fitted;
    private final double[] weights;
    private final double[] means;
    private final double[] scales;

    private GaussianProcessRegressor(
            Features features,
            Covariance kernel,
            double[] fitted,
            double[] weights,
            double[] means,
            double[] scales) {
        this.features = features;
        this.kernel = kernel;
        this.fitted = fitted;
        this.weights = weights;
        this.means = means;
        this.scales = scales;
    }

    public static GaussianProcessRegressor read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Features features = Features.of(attributes);
        NdArray weights = attributes.array("alpha_");
        int outputs = weights.rank() == 2 ? weights.size(1) : 1;
        double[] fitted = attributes.numbers("X_train_");
        if (weights.length() * features.count() != fitted.length * outputs) {
            throw new PickleException(attributes.owner() + " has no weight for each row");
        }
        Attributes kernel = attributes.member(attributes.require("kernel_"));
        return new GaussianProcessRegressor(
                features,
                new CovarianceReader(features.count()).read(kernel),
                fitted,
                weights.toDoubles(),
                each(attributes, "_y_train_mean", outputs),
                each(attributes, "_y_train_std", outputs));
    }

    /** The deviation around what such a process of one output predicts. */
    public static Spread spread(Attributes attributes) throws PickleException {
        int features = attributes.integer("n_features_in_");
        double[] fitted = attributes.numbers("X_train_");
        NdArray triangle = attributes.array("L_");
        int rows = features <= 0 ? 0 : fitted.length / features;
        if (rows == 0 || triangle.length() != (long) rows * rows) {
            throw new PickleException(attributes.owner() + " has no triangle of its rows");
        }
        double scale = each(attributes, "_y_train_std", 1)[0];
        Attributes kernel = attributes.member(attributes.require("kernel_"));
        Covariance covariance = new CovarianceReader(features).read(kernel);
        double[] factors = triangle.toDoubles();
        return (asked, from) -> {
            double[] solved = new double[rows];
            for (int i = 0; i < rows; i++) {
                double alike = covariance.between(asked, from, fitted, i * features, features);
                double known = Rows.dot(factors, i * rows, solved, 0, i);
                solved[i] = (alike - known) / factors[i * rows + i];
            }
            double variance =
                    covariance.within(asked, from, features) - Rows.dot(solved, 0, solved, 0, rows);
            return Math.sqrt(Math.max(0, variance)) * scale;
        };
    }

    private static double[] each(Attributes attributes, String name, int outputs)
            throws PickleException {
        double[] given = attributes.numbers(name);
        if (given.length != 1 && given.length != outputs) {
            throw new PickleException(attributes.owner() + " has no numbers for each output");
        }
        double[] each = new double[outputs];
        Arrays.setAll(each, output -> given[given.length == 1 ? 0 : output]);
        return each;
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.PREDICT);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix = features.finite(input);
        int count = features.count();
        int outputs = means.length;
        double[] answers = new double[matrix.rows() * outputs];
        for (int row = 0; row < matrix.rows(); row++) {
            for (int i = 0; i * count < fitted.length; i++) {
                double alike =
                        kernel.between(matrix.values(), row * count, fitted, i * count, count);
                for (int output = 0; output < outputs; output++) {
                    answers[row * outputs + output] += alike * weights[i * outputs + output];
                }
            }
        }
        Arrays.setAll(answers, i -> answers[i] * scales[i % outputs] + means[i % outputs]);
        return Rows.matrix(answers, outputs);
    }
}
