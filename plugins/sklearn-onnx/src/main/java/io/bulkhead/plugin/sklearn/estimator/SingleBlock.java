package io.bulkhead.plugin.sklearn.estimator;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * What {@link RowBlock} is in single precision, for what Python computes in it: twice as many
 * numbers in an instruction.
 */
public final class SingleBlock {
    private static final int MOST_ROWS = 512;
    private static final int LANES = 4;

    /** Loops over so many numbers leave none over that instructions on vectors cannot take. */
    private static final int STEP = 64;

    private final float[][] columns;
    private final int rows;

    private SingleBlock(int width, int rows) {
        this.columns = new float[width][];
        for (int column = 0; column < width; column++) {
            columns[column] = new float[rows]; // compiled code makes these, not those of two ranks
        }
        this.rows = rows;
    }

    /**
     * A block for so many rows.
     *
     * @param width numbers of a row
     */
    public static SingleBlock of(int width, int allRows) {
        int steps = (allRows + STEP - 1) / STEP;
        return new SingleBlock(width, Math.min(MOST_ROWS, steps * STEP));
    }

    /** One for the same rows with another number of columns. */
    public SingleBlock ofWidth(int width) {
        return new SingleBlock(width, rows);
    }

    /** How many rows it has room for. */
    public int rows() {
        return rows;
    }

    /** Changes each column; only what is in the first rows counts where the block is not full. */
    public void apply(Consumer<float[]> change) {
        for (float[] column : columns) {
            change.accept(column);
        }
    }

    /** Fills in rows from a row on, as many as there are and fit in. */
    public void fill(float[] values, int firstRow) {
        int width = columns.length;
        int count = Math.min(rows, values.length / width - firstRow);
        for (int column = 0; column < width; column++) {
            float[] own = columns[column];
            for (int row = 0, at = firstRow * width + column; row < count; row++, at += width) {
                own[row] = values[at];
            }
        }
    }

    /** Copies its rows to where they belong among all rows. */
    public void copyTo(double[] values, int firstRow) {
        int width = columns.length;
        int count = Math.min(rows, values.length / width - firstRow);
        for (int column = 0; column < width; column++) {
            float[] own = columns[column];
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
    public void weigh(float[] weights, float[] intercepts, SingleBlock sums) {
        for (int sum = 0; sum < intercepts.length; sum++) {
            weigh(weights, sum * columns.length, intercepts[sum], sums.columns[sum]);
        }
    }

    private void weigh(float[] weights, int from, float intercept, float[] sums) {
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

    private static void add(float[] values, float weight, float[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += weight * values[i];
        }
    }

    private static void add(
            float[] values0,
            float weight0,
            float[] values1,
            float weight1,
            float[] sums,
            float[] values2,
            float weight2,
            float[] values3,
            float weight3) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] +=
                    values0[i] * weight0
                            + values1[i] * weight1
                            + (values2[i] * weight2 + values3[i] * weight3);
        }
    }
}
