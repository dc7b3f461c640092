package io.bulkhead.plugin.sklearn.svm;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.kernel.Kernel;
import io.bulkhead.plugin.sklearn.kernel.KernelRows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;

/** The support vectors of a machine and its weighted sums over them. */
final class SupportVectors {
    private final Features features;
    private final KernelRows vectors;
    private final double[] weights;
    private final double[] intercepts;
    private final int count;

    private SupportVectors(
            Features features,
            Kernel kernel,
            double[] vectors,
            double[] weights,
            double[] intercepts) {
        this.features = features;
        this.vectors = new KernelRows(kernel, vectors, features.count());
        this.weights = weights;
        this.intercepts = intercepts;
        this.count = features.count() == 0 ? 0 : vectors.length / features.count();
    }

    static SupportVectors of(Attributes attributes) throws PickleException {
        Features features = Features.of(attributes);
        Kernel kernel =
                Kernel.named(
                        attributes.text("kernel", "a function"),
                        attributes.findNumber("_gamma").orElse(0.0),
                        attributes.findNumber("degree").orElse(3.0),
                        attributes.findNumber("coef0").orElse(0.0),
                        attributes);
        Matrix vectors = attributes.matrix("support_vectors_");
        Matrix weights = attributes.matrix("_dual_coef_");
        if (vectors.columns() != features.count() || weights.columns() != vectors.rows()) {
            throw new PickleException(attributes.owner() + " has other vectors than weights");
        }
        return new SupportVectors(
                features,
                kernel,
                vectors.values(),
                weights.values(),
                attributes.numbers("_intercept_"));
    }

    int count() {
        return count;
    }

    /** How many rows of weights there are. */
    int weightRows() {
        return count == 0 ? 0 : weights.length / count;
    }

    int intercepts() {
        return intercepts.length;
    }

    double intercept(int index) {
        return intercepts[index];
    }

    Matrix checked(Values input) {
        return features.finite(input);
    }

    /** How alike a row is to each of the vectors. */
    void fillKernel(Matrix matrix, int row, double[] alike) {
        vectors.fill(matrix.values(), row * features.count(), alike);
    }

    /** The weighted sum over some of the vectors. */
    double sum(double[] alike, int weightRow, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += weights[weightRow * count + i] * alike[i];
        }
        return sum;
    }

    /** The one weighted sum of machines that have only one, for each row. */
    double[] scores(Matrix matrix) {
        double[] alike = new double[count];
        double[] scores = new double[matrix.rows()];
        for (int row = 0; row < scores.length; row++) {
            fillKernel(matrix, row, alike);
            scores[row] = sum(alike, 0, 0, count) + intercepts[0];
        }
        return scores;
    }
}
