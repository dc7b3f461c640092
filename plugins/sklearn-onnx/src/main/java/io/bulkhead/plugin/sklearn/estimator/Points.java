package io.bulkhead.plugin.sklearn.estimator;

import java.util.Arrays;

/**
 * Points kept column by column. A row is compared with all of them at once, column after column:
 * each sum is that of a loop over the columns, and the processor works on several side by side. For
 * that, arrays must be walked at the same index: each column is one of its own.
 */
public final class Points {
    private final double[][] columns;
    private final int count;

    /**
     * @param rows the points, row by row
     * @param width numbers of a point
     */
    public Points(double[] rows, int width) {
        this.count = width == 0 ? 0 : rows.length / width;
        this.columns = new double[width][count];
        for (int point = 0; point < count; point++) {
            for (int column = 0; column < width; column++) {
                columns[column][point] = rows[point * width + column];
            }
        }
    }

    public int count() {
        return count;
    }

    /** Fills in the square of how far each point is from a row. */
    public void squares(double[] values, int at, double[] sums) {
        Arrays.fill(sums, 0, count, 0);
        for (int column = 0; column < columns.length; column++) {
            addSquares(values[at + column], columns[column], sums);
        }
    }

    private static void addSquares(double value, double[] others, double[] sums) {
        for (int i = 0; i < others.length; i++) {
            double difference = value - others[i];
            sums[i] += difference * difference;
        }
    }

    /** Fills in the sum of the products of a row and each point. */
    public void products(double[] values, int at, double[] sums) {
        Arrays.fill(sums, 0, count, 0);
        for (int column = 0; column < columns.length; column++) {
            addProducts(values[at + column], columns[column], sums);
        }
    }

    private static void addProducts(double value, double[] others, double[] sums) {
        for (int i = 0; i < others.length; i++) {
            sums[i] += value * others[i];
        }
    }
}
