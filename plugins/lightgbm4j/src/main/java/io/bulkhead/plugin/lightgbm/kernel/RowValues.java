package io.bulkhead.plugin.lightgbm.kernel;

import java.util.List;

/**
 * Turns rows into what splits compare: each feature once for each way in which its missing values
 * are treated. Missing values become an infinity on the side that they go to, so that a tree walker
 * needs one comparison for each node and no test for missing values. Features that no tree asks for
 * are never looked at.
 */
final class RowValues {
    /** What LightGBM takes for 0, which also is how it stores a row. */
    private static final double ZERO = 1e-35f;

    /** The column that every row begins with: what leaves compare. */
    static final int CONSTANT = 0;

    /** Of a categorical split, goes right. */
    static final double NO_CATEGORY = -1;

    /** What becomes of one feature: its number, and what stands for NaN and for 0. */
    record Column(int feature, boolean categorical, double nan, double zero) {}

    private final int featureCount;
    private final int[] features;
    private final double[] nans;
    private final double[] zeros;
    private final boolean[] categorical;

    RowValues(List<Column> columns, int featureCount) {
        this.featureCount = featureCount;
        this.features = columns.stream().mapToInt(Column::feature).toArray();
        this.nans = columns.stream().mapToDouble(Column::nan).toArray();
        this.zeros = columns.stream().mapToDouble(Column::zero).toArray();
        this.categorical = new boolean[features.length];
        for (int i = 0; i < categorical.length; i++) {
            categorical[i] = columns.get(i).categorical();
        }
    }

    int featureCount() {
        return featureCount;
    }

    /** The feature that a column is made of. */
    int feature(int column) {
        return features[column - CONSTANT - 1];
    }

    /** Values for each row: the constant, then the columns. */
    int stride() {
        return features.length + 1;
    }

    /** Fills in the values of some rows. */
    void fill(double[] rows, int firstRow, int rowCount, double[] values) {
        int target = 0;
        for (int row = firstRow; row < firstRow + rowCount; row++) {
            int source = row * featureCount;
            values[target++] = 0;
            for (int column = 0; column < features.length; column++) {
                values[target++] = valueOf(rows[source + features[column]], column);
            }
        }
    }

    private double valueOf(double value, int column) {
        if (Double.isNaN(value)) {
            return nans[column];
        }
        if (categorical[column]) {
            return value < 0 ? NO_CATEGORY : (int) value;
        }
        // Infinity is not above a threshold of infinity, which asks "is it missing?" and is
        // kept as the largest number, too.
        return Math.abs(value) <= ZERO ? zeros[column] : Math.min(value, Double.MAX_VALUE);
    }

    /** As LightGBM sees the rows themselves: what is nearly 0 is 0. */
    static double[] withoutTraces(double[] rows) {
        double[] cleaned = rows.clone();
        for (int i = 0; i < cleaned.length; i++) {
            if (Math.abs(cleaned[i]) <= ZERO) {
                cleaned[i] = 0;
            }
        }
        return cleaned;
    }
}
