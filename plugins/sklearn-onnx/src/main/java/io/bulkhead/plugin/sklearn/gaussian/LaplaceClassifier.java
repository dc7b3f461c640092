package io.bulkhead.plugin.sklearn.gaussian;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.ErrorFunction;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.ClassLabels;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** A Gaussian process for two classes, approximated by Laplace's method. */
public final class LaplaceClassifier implements Estimator {
    /** The logistic function as a sum of error functions: their widths and weights. */
    private static final double[] WIDTHS = {0.41, 0.4, 0.37, 0.44, 0.39};

    private static final double[] WEIGHTS = {
        -1854.8214151, 3516.89893646, 221.29346712, 128.12323805, -2010.49422654
    };

    private final Features features;
    private final ClassLabels classes;
    private final Covariance kernel;
    private final double[] fitted;
    private final double[] residuals;
    private final double[] roots;
    private final double[] triangle;

    private LaplaceClassifier(
            Features features,
            ClassLabels classes,
            Covariance kernel,
            double[] fitted,
            double[] residuals,
            double[] roots,
            double[] triangle) {
        this.features = features;
        this.classes = classes;
        this.kernel = kernel;
        this.fitted = fitted;
        this.residuals = residuals;
        this.roots = roots;
        this.triangle = triangle;
    }

    public static LaplaceClassifier read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Matrix fitted = attributes.matrix("X_train_");
        Features features = new Features("GaussianProcessClassifier", fitted.columns(), List.of());
        double[] residuals = attributes.numbers("y_train_").clone();
        double[] shares = attributes.numbers("pi_");
        double[] roots = attributes.numbers("W_sr_");
        double[] triangle = attributes.numbers("L_");
        int rows = fitted.rows();
        if (residuals.length != rows
                || shares.length != rows
                || roots.length != rows
                || triangle.length != rows * rows) {
            throw new PickleException("Gaussian process has no numbers for each row");
        }
        Arrays.setAll(residuals, i -> residuals[i] - shares[i]);
        Attributes kernel = attributes.member(attributes.require("kernel_"));
        return new LaplaceClassifier(
                features,
                attributes.labels("classes_"),
                new CovarianceReader(fitted.columns()).read(kernel),
                fitted.values(),
                residuals,
                roots,
                triangle);
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.PREDICT, Method.PREDICT_PROBA);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix = features.finite(input);
        double[] alike = new double[residuals.length];
        double[] seconds = new double[matrix.rows()];
        int[] picked = new int[matrix.rows()];
        for (int row = 0; row < seconds.length; row++) {
            fill(alike, matrix, row);
            double score = Rows.dot(alike, 0, residuals, 0, alike.length);
            picked[row] = score > 0 ? 1 : 0;
            if (method == Method.PREDICT_PROBA) {
                seconds[row] = probability(score, variance(alike, matrix, row));
            }
        }
        return method == Method.PREDICT
                ? classes.pick(picked)
                : Rows.matrix(Rows.pairs(seconds), 2);
    }

    private void fill(double[] alike, Matrix matrix, int row) {
        int count = features.count();
        Arrays.setAll(
                alike, i -> kernel.between(matrix.values(), row * count, fitted, i * count, count));
    }

    /** Solves by the triangle, whose rows below need those above only. */
    private double variance(double[] alike, Matrix matrix, int row) {
        int count = features.count();
        double[] solved = new double[alike.length];
        double known = 0;
        for (int i = 0; i < solved.length; i++) {
            int at = i * solved.length;
            solved[i] =
                    (roots[i] * alike[i] - Rows.dot(triangle, at, solved, 0, i)) / triangle[at + i];
            known += solved[i] * solved[i];
        }
        return kernel.within(matrix.values(), row * count, count) - known;
    }

    private static double probability(double score, double variance) {
        double alpha = 1 / (2 * variance);
        double probability = 0;
        for (int i = 0; i < WIDTHS.length; i++) {
            double width = WIDTHS[i];
            double integral =
                    Math.sqrt(Math.PI / alpha)
                            * ErrorFunction.at(
                                    width * score * Math.sqrt(alpha / (alpha + width * width)))
                            / (2 * Math.sqrt(variance * 2 * Math.PI));
            probability += WEIGHTS[i] * (integral + 0.5);
        }
        return probability;
    }
}
