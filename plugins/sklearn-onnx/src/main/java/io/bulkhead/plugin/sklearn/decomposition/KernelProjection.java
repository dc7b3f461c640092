package io.bulkhead.plugin.sklearn.decomposition;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.kernel.Kernel;
import io.bulkhead.plugin.sklearn.kernel.KernelRows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Weighted sums of how alike a row is to those that it was fitted on. */
public final class KernelProjection implements Estimator {
    /** Brings what a kernel gives to an average of zero, as it was when it was fitted. */
    private static final class Centring {
        private final double[] columnMeans;
        private final double mean;

        Centring(double[] columnMeans, double mean) {
            this.columnMeans = columnMeans;
            this.mean = mean;
        }

        void apply(double[] alike) {
            double average = 0;
            for (double each : alike) {
                average += each;
            }
            average /= alike.length;
            for (int i = 0; i < alike.length; i++) {
                alike[i] += mean - columnMeans[i] - average;
            }
        }
    }

    private final Features features;
    private final KernelRows fitted;
    private final int fittedRows;
    private final Optional<Centring> centring;

    /** For each column of the answer the weights of the fitted rows. */
    private final double[] weights;

    private KernelProjection(
            Attributes attributes,
            Kernel kernel,
            Matrix fitted,
            Optional<Centring> centring,
            double[] weights)
            throws PickleException {
        this.features = Features.of(attributes);
        this.fitted = new KernelRows(kernel, fitted.values(), fitted.columns());
        this.fittedRows = fitted.rows();
        this.centring = centring;
        this.weights = weights;
        if (fitted.columns() != features.count()
                || fittedRows == 0
                || weights.length % fittedRows != 0) {
            throw new PickleException(attributes.owner() + " was fitted on other features");
        }
    }

    /** KernelPCA. */
    public static KernelProjection readPca(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Matrix fitted = attributes.matrix("X_fit_");
        boolean renamed = attributes.find("eigenvalues_").isPresent();
        double[] values = attributes.numbers(renamed ? "eigenvalues_" : "lambdas_");
        Matrix vectors = attributes.matrix(renamed ? "eigenvectors_" : "alphas_");
        if (vectors.columns() != values.length) {
            throw new PickleException(attributes.owner() + " has vectors of other values");
        }
        Attributes centerer = attributes.member(attributes.require("_centerer"));
        double[] columnMeans = centerer.numbers("K_fit_rows_");
        if (columnMeans.length != fitted.rows()) {
            throw new PickleException(attributes.owner() + " was centred on other rows");
        }
        Centring centring = new Centring(columnMeans, centerer.numbers("K_fit_all_")[0]);
        double gamma =
                attributes
                        .findNumber("gamma_")
                        .or(() -> attributes.findNumber("gamma"))
                        .orElse(1.0 / fitted.columns());
        Kernel kernel = kernel(attributes, "linear", gamma, 1);
        return new KernelProjection(
                attributes, kernel, fitted, Optional.of(centring), scaled(vectors, values));
    }

    /** Turned, and divided by the roots of the values; what has the value zero is left out. */
    private static double[] scaled(Matrix vectors, double[] values) {
        double[] weights = new double[vectors.values().length];
        for (int row = 0; row < vectors.rows(); row++) {
            for (int column = 0; column < values.length; column++) {
                double weight = vectors.values()[row * values.length + column];
                weights[column * vectors.rows() + row] =
                        values[column] == 0 ? 0 : weight / Math.sqrt(values[column]);
            }
        }
        return weights;
    }

    public static KernelProjection readNystroem(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Matrix fitted = attributes.matrix("components_");
        String name = attributes.text("kernel", "rbf");
        double usual = name.equals("chi2") ? 1.0 : 1.0 / fitted.columns();
        double gamma = attributes.findNumber("gamma").orElse(usual);
        return new KernelProjection(
                attributes,
                kernel(attributes, "rbf", gamma, 1),
                fitted,
                Optional.empty(),
                attributes.matrix("normalization_").values());
    }

    private static Kernel kernel(
            Attributes attributes, String usual, double gamma, double usualSummand)
            throws PickleException {
        return Kernel.named(
                attributes.find("kernel").map(String::valueOf).orElse(usual),
                gamma,
                attributes.findNumber("degree").orElse(3.0),
                attributes.findNumber("coef0").orElse(usualSummand),
                attributes);
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix = features.finite(input);
        int width = weights.length / fittedRows;
        double[] answer = new double[matrix.rows() * width];
        double[] alike = new double[fittedRows];
        for (int row = 0; row < matrix.rows(); row++) {
            fitted.fill(matrix.values(), row * features.count(), alike);
            centring.ifPresent(each -> each.apply(alike));
            for (int column = 0; column < width; column++) {
                answer[row * width + column] =
                        Rows.dot(alike, 0, weights, column * fittedRows, fittedRows);
            }
        }
        return Rows.matrix(answer, width);
    }

    @Override
    public List<String> outputNames(List<String> inputNames) {
        return features.numbered(weights.length / fittedRows);
    }
}
