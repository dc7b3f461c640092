package io.bulkhead.plugin.xgboost.kernel;

import io.bulkhead.plugin.trees.ColumnNumbers;
import io.bulkhead.plugin.trees.RowValues;

/**
 * What splits compare. A feature whose missing values go left here and right there has two columns;
 * features that no tree asks for have none. XGBoost asks "is it less than", the kernel "is it
 * greater than": thresholds move down by one float, which decides the same way for every float.
 */
final class Columns {
    /** Below all floats: what stands for minus infinity, which is not missing. */
    private static final double LEAST = -1e300;

    private static final int MAX_CATEGORY = 1 << 24;

    /** What one column is made of. */
    private record Column(int feature, boolean categorical, boolean missingLeft) {
        /** What stands for a missing value; the members of a set go right. */
        double missing() {
            if (categorical) {
                return missingLeft ? RowValues.NO_MEMBER : RowValues.MEMBER;
            }
            return missingLeft ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
    }

    private final ColumnNumbers<Column> numbers = new ColumnNumbers<>();

    /** The number of a column, from 1 on. */
    int of(int feature, boolean categorical, boolean missingLeft) {
        return numbers.of(new Column(feature, categorical, missingLeft));
    }

    /** The threshold above which values are that are not below this one. */
    static double above(float threshold) {
        if (Float.isNaN(threshold) || threshold == Float.NEGATIVE_INFINITY) {
            return 2 * LEAST; // nothing is below, but a missing value goes where it should
        }
        return Math.max(Math.nextDown(threshold), LEAST / 2);
    }

    /** By column: the feature that it is made of. */
    int[] features() {
        return numbers.features(Column::feature);
    }

    /** How rows become columns. */
    Filler filler(int featureCount) {
        int[] features = features();
        double[] missing = new double[features.length];
        boolean[] categorical = new boolean[features.length];
        numbers.forEach(
                (column, number) -> {
                    missing[number] = column.missing();
                    categorical[number] = column.categorical();
                });
        return new Filler(featureCount, features, missing, categorical);
    }

    /** Fills in columns. Immutable. */
    static final class Filler {
        private final int featureCount;
        private final int[] features;
        private final double[] missing;
        private final boolean[] categorical;

        private Filler(int featureCount, int[] features, double[] missing, boolean[] categorical) {
            this.featureCount = featureCount;
            this.features = features;
            this.missing = missing;
            this.categorical = categorical;
        }

        /** The rows of a call. */
        RowValues valuesOf(float[] rows) {
            return (first, count, values) -> fill(rows, first, count, values);
        }

        private void fill(float[] rows, int firstRow, int rowCount, double[] values) {
            int target = 0;
            for (int row = firstRow; row < firstRow + rowCount; row++) {
                int source = row * featureCount;
                values[target++] = 0;
                for (int column = 1; column < features.length; column++) {
                    float value = rows[source + features[column]];
                    values[target++] = Float.isNaN(value) ? missing[column] : known(value, column);
                }
            }
        }

        private double known(float value, int column) {
            return categorical[column] ? categoryOf(value) : Math.max(value, LEAST);
        }

        /** Unknown categories go left, as XGBoost lets them go. */
        private static double categoryOf(float value) {
            return value < 0 || value >= MAX_CATEGORY ? RowValues.NO_MEMBER : (int) value;
        }
    }
}
