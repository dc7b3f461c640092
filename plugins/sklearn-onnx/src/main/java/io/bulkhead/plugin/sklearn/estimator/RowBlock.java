package io.bulkhead.plugin.sklearn.estimator;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Some rows kept column by column, so that weighted sums of all of them are loops over arrays that
 * are walked at the same index: of those the compiler makes instructions on vectors. Four columns
 * at once are what it does that for; with more it gives up, and with two sums.
 *
 * <p>A block is as long as keeps its columns near to the processor, and serves all blocks of a call
 * one after the other.
 */
public final class RowBlock {
    private static final int MOST_ROWS = 256;
    private static final int ENOUGH_ROWS = 16;
    private static final int LANES = 4;

    /** Loops over so many numbers leave none over that instructions on vectors cannot take. */
    private static final int STEP = 64;

    private final double[][] columns;
    private final int rows;

    private RowBlock(int width, int rows) {
        this.columns = new double[width][];
        for (int column = 0; column < width; column++) {
            columns[column] = new double[rows]; // compiled code makes these, not those of two ranks
        }
        this.rows = rows;
    }

    /** Whether so many rows are worth the turning. */
    public static boolean pays(int rows) {
        return rows >= ENOUGH_ROWS;
    }

    /**
     * A block for so many rows.
     *
     * @param width numbers of a row
     */
    public static RowBlock of(int width, int allRows) {
        int steps = (allRows + STEP - 1) / STEP;
        return new RowBlock(width, Math.min(MOST_ROWS, steps * STEP));
    }

    /** One for the same rows with another number of columns. */
    public RowBlock ofWidth(int width) {
        return new RowBlock(width, rows);
    }

    /** How many rows it has room for. */
    public int rows() {
        return rows;
    }

    /** Changes each column; only what is in the first rows counts where the block is not full. */
    public void apply(Consumer<double[]> change) {
        for (double[] column : columns) {
            change.accept(column);
        }
    }

    /** Fills in rows from a row on, as many as there are and fit in. */
    public void fill(double[] values, int firstRow) {
        int width = columns.length;
        int count = Math.min(rows, values.length / width - firstRow);
        int column = 0;
        for (; column + LANES <= width; column += LANES) {
            fillFour(values, firstRow * width + column, column, count);
        }
        for (; column < width; column++) {
            for (int row = 0, at = firstRow * width + column; row < count; row++, at += width) {
                columns[column][row] = values[at];
            }
        }
    }

    /** The same of single precision. */
    public void fill(float[] values, int firstRow) {
        int width = columns.length;
        int count = Math.min(rows, values.length / width - firstRow);
        for (int column = 0; column < width; column++) {
            double[] own = columns[column];
            for (int row = 0, at = firstRow * width + column; row < count; row++, at += width) {
                own[row] = values[at];
            }
        }
    }

    private void fillFour(double[] values, int from, int column, int count) {
        double[] column0 = columns[column];
        double[] column1 = columns[column + 1];
        double[] column2 = columns[column + 2];
        double[] column3 = columns[column + 3];
        for (int row = 0, at = from; row < count; row++, at += columns.length) {
            column0[row] = values[at];
            column1[row] = values[at + 1];
            column2[row] = values[at + 2];
            column3[row] = values[at + 3];
        }
    }

    /** Copies its rows to where they belong among all rows. */
    public void copyTo(double[] values, int firstRow) {
        int width = columns.length;
        int count = Math.min(rows, values.length / width - firstRow);
        for (int column = 0; column < width; column++) {
            double[] own = columns[column];
            for (int row = 0, at = firstRow * width + column; row < count; row++, at += width) {
                values[at] = own[row];
            }
        }
    }

    /**
     * Makes each column of another block a weighted sum of these columns.
     *
     * @param weights of the columns, for one sum after the other
     */
    public void weigh(double[] weights, double[] intercepts, RowBlock sums) {
        for (int sum = 0; sum < intercepts.length; sum++) {
            weigh(weights, sum * columns.length, intercepts[sum], sums.columns[sum]);
        }
    }

    private void weigh(double[] weights, int from, double intercept, double[] sums) {
        Arrays.fill(sums, intercept);
        int column = 0;
        for (; column + LANES <= columns.length; column += LANES) {
            int at = from + column;
            add(
                    columns[column],
                    weights[at],
                    columns[column + 1],
                    weights[at + 1],
                    sums,
                    columns[column + 2],
                    weights[at + 2],
                    columns[column + 3],
                    weights[at + 3]);
        }
        for (; column < columns.length; column++) {
            add(columns[column], weights[from + column], sums);
        }
    }

    private static void add(double[] values, double weight, double[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += weight * values[i];
        }
    }

    private static void add(
            double[] values0,
            double weight0,
            double[] values1,
            double weight1,
            double[] sums,
            double[] values2,
            double weight2,
            double[] values3,
            double weight3) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] +=
                    values0[i] * weight0
                            + values1[i] * weight1
                            + (values2[i] * weight2 + values3[i] * weight3);
        }
    }
}
