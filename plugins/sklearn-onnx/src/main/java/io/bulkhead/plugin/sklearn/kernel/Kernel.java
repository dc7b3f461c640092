package io.bulkhead.plugin.sklearn.kernel;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;

/** How alike two rows are. */
@FunctionalInterface
public interface Kernel {
    /** Of so many numbers of each array. */
    double of(double[] a, int atA, double[] b, int atB, int count);

    /** Rows are what this gives already: a number for each of the fitted ones. */
    Kernel PRECOMPUTED =
            (a, atA, b, atB, count) -> {
                throw new IllegalStateException("nothing is left to compute");
            };

    /**
     * The kernel of this name.
     *
     * @param owner for messages
     */
    static Kernel named(String name, double gamma, double degree, double coef0, Attributes owner)
            throws PickleException {
        return switch (name) {
            case "precomputed" -> PRECOMPUTED;
            case "linear" -> new SumKernel(false, sum -> sum);
            case "poly", "polynomial" ->
                    new SumKernel(false, sum -> Math.pow(gamma * sum + coef0, degree));
            case "rbf" -> new SumKernel(true, sum -> Math.exp(-gamma * sum));
            case "sigmoid" -> new SumKernel(false, sum -> Math.tanh(gamma * sum + coef0));
            case "laplacian" ->
                    (a, atA, b, atB, count) -> Math.exp(-gamma * distance(a, atA, b, atB, count));
            case "cosine" -> Kernel::cosine;
            case "chi2" ->
                    (a, atA, b, atB, count) -> Math.exp(gamma * chiSquare(a, atA, b, atB, count));
            case "additive_chi2" -> Kernel::chiSquare;
            default -> throw owner.unsupported("kernel", name);
        };
    }

    private static double distance(double[] a, int atA, double[] b, int atB, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += Math.abs(a[atA + i] - b[atB + i]);
        }
        return sum;
    }

    private static double cosine(double[] a, int atA, double[] b, int atB, int count) {
        double lengths =
                Math.sqrt(Rows.dot(a, atA, a, atA, count) * Rows.dot(b, atB, b, atB, count));
        return lengths == 0 ? 0 : Rows.dot(a, atA, b, atB, count) / lengths;
    }

    private static double chiSquare(double[] a, int atA, double[] b, int atB, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            double difference = a[atA + i] - b[atB + i];
            double total = a[atA + i] + b[atB + i];
            sum -= total == 0 ? 0 : difference * difference / total;
        }
        return sum;
    }
}
