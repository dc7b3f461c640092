package io.bulkhead.plugin.sklearn.estimator;

import io.bulkhead.plugin.sklearn.value.Matrix;

/** Which of several points is nearest, by Euclid's distance. */
public final class Nearest {
    private Nearest() {}

    /** Which point is nearest to a row: the first of several. */
    public static int index(double[] values, int row, double[] points, int columns) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int point = 0; point * columns < points.length; point++) {
            double far = squared(values, row, points, point, columns);
            if (far < least) {
                least = far;
                best = point;
            }
        }
        return best;
    }

    /**
     * How far each row is from each point.
     *
     * @param single whether the points are of single precision
     */
    public static Matrix distances(Matrix matrix, double[] points, boolean single) {
        int count = points.length / matrix.columns();
        double[] distances = new double[matrix.rows() * count];
        for (int i = 0; i < distances.length; i++) {
            double squared =
                    squared(matrix.values(), i / count, points, i % count, matrix.columns());
            distances[i] = Math.sqrt(squared);
        }
        return new Matrix(matrix.rows(), count, distances, single && matrix.single());
    }

    /** The square of how far a row is from a point. */
    public static double squared(
            double[] values, int row, double[] points, int point, int columns) {
        return squaredAt(values, row * columns, points, point * columns, columns);
    }

    /** The same of so many numbers that begin there. */
    public static double squaredAt(double[] a, int atA, double[] b, int atB, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            double difference = a[atA + i] - b[atB + i];
            sum += difference * difference;
        }
        return sum;
    }
}
