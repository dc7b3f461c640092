package io.bulkhead.plugin.sklearn.estimator;

import io.bulkhead.plugin.sklearn.value.Matrix;

/** Arithmetic on matrices kept row by row in one array. */
public final class Rows {
    private Rows() {}

    /** In each row the index of the greatest, the first of several. */
    public static int[] argMax(double[] values, int columns) {
        int[] picked = new int[values.length / columns];
        for (int row = 0; row < picked.length; row++) {
            picked[row] = argMax(values, row * columns, columns);
        }
        return picked;
    }

    /** The index of the greatest of a stretch, counted from its begin. */
    public static int argMax(double[] values, int from, int length) {
        int best = 0;
        for (int i = 1; i < length; i++) {
            if (values[from + i] > values[from + best]) {
                best = i;
            }
        }
        return best;
    }

    /** Divides each row by its sum; a row of zeros becomes equal shares. */
    public static void normalize(double[] values, int columns) {
        for (int from = 0; from < values.length; from += columns) {
            double sum = 0;
            for (int i = 0; i < columns; i++) {
                sum += values[from + i];
            }
            for (int i = 0; i < columns; i++) {
                values[from + i] = sum == 0 ? 1.0 / columns : values[from + i] / sum;
            }
        }
    }

    /** In each row the softmax. */
    public static void softmax(double[] values, int columns) {
        for (int from = 0; from < values.length; from += columns) {
            double max = values[from + argMax(values, from, columns)];
            double sum = 0;
            for (int i = 0; i < columns; i++) {
                values[from + i] = Math.exp(values[from + i] - max);
                sum += values[from + i];
            }
            for (int i = 0; i < columns; i++) {
                values[from + i] /= sum;
            }
        }
    }

    /** The natural logarithm of each number. */
    public static Matrix log(Matrix matrix) {
        double[] logs = matrix.values().clone();
        for (int i = 0; i < logs.length; i++) {
            logs[i] = Math.log(logs[i]);
        }
        return new Matrix(matrix.rows(), matrix.columns(), logs, matrix.single());
    }
}
