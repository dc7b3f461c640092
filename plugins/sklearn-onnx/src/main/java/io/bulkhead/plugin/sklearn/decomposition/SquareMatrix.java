package io.bulkhead.plugin.sklearn.decomposition;

import io.bulkhead.plugin.sklearn.pickle.PickleException;

/** Arithmetic on small matrices kept row by row in one array. */
public final class SquareMatrix {
    private SquareMatrix() {}

    /** The inverse of a symmetric matrix of full rank, by elimination. */
    public static double[] inverse(double[] matrix, int size) throws PickleException {
        double[] left = matrix.clone();
        double[] right = new double[size * size];
        for (int i = 0; i < size; i++) {
            right[i * size + i] = 1;
        }
        for (int column = 0; column < size; column++) {
            int pivot = pivot(left, size, column);
            swap(left, size, column, pivot);
            swap(right, size, column, pivot);
            double head = left[column * size + column];
            if (head == 0 || Double.isNaN(head)) {
                throw new PickleException("a matrix of the file has no inverse");
            }
            scale(left, size, column, 1 / head);
            scale(right, size, column, 1 / head);
            for (int row = 0; row < size; row++) {
                double factor = left[row * size + column];
                if (row != column && factor != 0) {
                    subtract(left, size, row, column, factor);
                    subtract(right, size, row, column, factor);
                }
            }
        }
        return right;
    }

    /** The logarithm of the determinant of a symmetric matrix that only stretches. */
    static double logOfDeterminant(double[] matrix, int size) {
        double[] left = matrix.clone();
        double sum = 0;
        for (int column = 0; column < size; column++) {
            double head = left[column * size + column];
            sum += Math.log(head);
            for (int row = column + 1; row < size; row++) {
                subtract(left, size, row, column, left[row * size + column] / head);
            }
        }
        return sum;
    }

    private static int pivot(double[] matrix, int size, int column) {
        int best = column;
        for (int row = column + 1; row < size; row++) {
            if (Math.abs(matrix[row * size + column]) > Math.abs(matrix[best * size + column])) {
                best = row;
            }
        }
        return best;
    }

    private static void swap(double[] matrix, int size, int a, int b) {
        for (int i = 0; i < size && a != b; i++) {
            double kept = matrix[a * size + i];
            matrix[a * size + i] = matrix[b * size + i];
            matrix[b * size + i] = kept;
        }
    }

    private static void scale(double[] matrix, int size, int row, double factor) {
        for (int i = 0; i < size; i++) {
            matrix[row * size + i] *= factor;
        }
    }

    private static void subtract(double[] matrix, int size, int row, int other, double factor) {
        for (int i = 0; i < size; i++) {
            matrix[row * size + i] -= factor * matrix[other * size + i];
        }
    }

    /** A matrix times the transpose of another; both have rows of so many numbers. */
    static double[] timesTransposed(double[] a, double[] b, int columns) {
        int rows = a.length / columns;
        int width = b.length / columns;
        double[] product = new double[rows * width];
        for (int i = 0; i < product.length; i++) {
            int atA = i / width * columns;
            int atB = i % width * columns;
            double sum = 0;
            for (int k = 0; k < columns; k++) {
                sum += a[atA + k] * b[atB + k];
            }
            product[i] = sum;
        }
        return product;
    }

    /** A square matrix times one with rows of so many numbers. */
    static double[] times(double[] square, double[] b, int columns) {
        int size = b.length / columns;
        double[] product = new double[b.length];
        for (int row = 0; row < size; row++) {
            for (int k = 0; k < size; k++) {
                double factor = square[row * size + k];
                for (int column = 0; column < columns; column++) {
                    product[row * columns + column] += factor * b[k * columns + column];
                }
            }
        }
        return product;
    }
}
