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
        double greatest = values[from];
        for (int i = 1; i < length; i++) {
            double value = values[from + i];
            best = value > greatest ? i : best;
            greatest = value > greatest ? value : greatest;
        }
        return best;
    }

    /** Whether none is infinite or NaN: times zero these are no zeros. No sum waits for another. */
    public static boolean allFinite(double[] values) {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int i = 0;
        for (; i + 3 < values.length; i += 4) {
            first += values[i] * 0;
            second += values[i + 1] * 0;
            third += values[i + 2] * 0;
            fourth += values[i + 3] * 0;
        }
        for (; i < values.length; i++) {
            first += values[i] * 0;
        }
        return first + second + third + fourth == 0;
    }

    /** The same of single precision. */
    public static boolean allFinite(float[] values) {
        float first = 0;
        float second = 0;
        float third = 0;
        float fourth = 0;
        int i = 0;
        for (; i + 3 < values.length; i += 4) {
            first += values[i] * 0;
            second += values[i + 1] * 0;
            third += values[i + 2] * 0;
            fourth += values[i + 3] * 0;
        }
        for (; i < values.length; i++) {
            first += values[i] * 0;
        }
        return first + second + third + fourth == 0;
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

    /** Rows of so many columns. */
    public static Matrix matrix(double[] values, int columns) {
        return new Matrix(values.length / columns, columns, values, false);
    }

    /** One column. */
    public static Matrix column(double[] values) {
        return new Matrix(values.length, 1, values, false);
    }

    /** The same row again and again. */
    public static double[] repeated(double[] row, int times) {
        double[] values = new double[row.length * times];
        for (int at = 0; at < values.length; at += row.length) {
            System.arraycopy(row, 0, values, at, row.length);
        }
        return values;
    }

    /** Of the probability of the second of two classes in each row: both. */
    public static double[] pairs(double[] second) {
        double[] pairs = new double[second.length * 2];
        for (int row = 0; row < second.length; row++) {
            pairs[row * 2] = 1 - second[row];
            pairs[row * 2 + 1] = second[row];
        }
        return pairs;
    }

    /** Of the probabilities of two classes in each row: the second's. */
    public static double[] seconds(double[] pairs) {
        double[] seconds = new double[pairs.length / 2];
        for (int row = 0; row < seconds.length; row++) {
            seconds[row] = pairs[row * 2 + 1];
        }
        return seconds;
    }

    /** The logistic function. */
    public static double logistic(double score) {
        return 1 / (1 + Math.exp(-score));
    }

    /** Turns logarithms of what is proportional to probabilities into probabilities. */
    public static double[] softmaxed(double[] logs, int columns) {
        softmax(logs, columns);
        return logs;
    }

    /** Takes from each row the logarithm of the sum of what its numbers are logarithms of. */
    public static double[] normalizeLogs(double[] logs, int columns) {
        for (int from = 0; from < logs.length; from += columns) {
            double total = logOfSum(logs, from, columns);
            for (int i = from; i < from + columns; i++) {
                logs[i] -= total;
            }
        }
        return logs;
    }

    /** The logarithm of the sum of what these numbers are logarithms of. */
    public static double logOfSum(double[] logs, int from, int length) {
        double max = logs[from + argMax(logs, from, length)];
        if (Double.isInfinite(max)) {
            return max;
        }
        double sum = 0;
        for (int i = from; i < from + length; i++) {
            sum += Math.exp(logs[i] - max);
        }
        return max + Math.log(sum);
    }

    /** The sum of the products of so many numbers of each array. */
    public static double dot(double[] a, int atA, double[] b, int atB, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += a[atA + i] * b[atB + i];
        }
        return sum;
    }

    /** The same by four sums side by side: none waits for the one before. */
    public static double dotOfLanes(double[] a, int atA, double[] b, int atB, int count) {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int i = 0;
        for (; i + 3 < count; i += 4) {
            first += a[atA + i] * b[atB + i];
            second += a[atA + i + 1] * b[atB + i + 1];
            third += a[atA + i + 2] * b[atB + i + 2];
            fourth += a[atA + i + 3] * b[atB + i + 3];
        }
        for (; i < count; i++) {
            first += a[atA + i] * b[atB + i];
        }
        return first + second + (third + fourth);
    }

    /** Adds a row of numbers to another. */
    public static void add(double[] sums, double[] summands, double weight) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += weight * summands[i];
        }
    }

    /** Divides all numbers. */
    public static double[] dividedBy(double[] values, double divisor) {
        for (int i = 0; i < values.length; i++) {
            values[i] /= divisor;
        }
        return values;
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
