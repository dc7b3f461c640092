package io.bulkhead.plugin.lightgbm.kernel;

import io.bulkhead.plugin.lightgbm.format.TreeNodes;
import io.bulkhead.plugin.trees.ColumnNumbers;
import io.bulkhead.plugin.trees.MalformedModelException;
import io.bulkhead.plugin.trees.RowValues;

/**
 * What splits compare: each feature once for each way in which its missing values are treated.
 * Features that no tree asks for are never looked at.
 */
final class Columns {
    /** What LightGBM takes for 0, which also is how it stores a row. */
    private static final double ZERO = 1e-35f;

    /** What becomes of one feature: its number, and what stands for NaN and for 0. */
    private record Column(int feature, boolean categorical, double nan, double zero) {}

    private final ColumnNumbers<Column> numbers = new ColumnNumbers<>();

    /** The number of the column that a split compares, from 1 on. */
    int of(TreeNodes tree, int split) throws MalformedModelException {
        return numbers.of(describe(tree, split));
    }

    /** The members of a set of categories go left, which is where it is not true. */
    private static Column describe(TreeNodes tree, int split) throws MalformedModelException {
        int feature = tree.feature(split);
        if (tree.isCategorical(split)) {
            return new Column(feature, true, RowValues.NO_MEMBER, 0);
        }
        double missing =
                tree.defaultLeft(split) ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        return switch (tree.missingType(split)) {
            case NONE -> new Column(feature, false, 0, 0);
            case NAN -> new Column(feature, false, missing, 0);
            case ZERO -> new Column(feature, false, missing, missing);
        };
    }

    /** By column: the feature that it is made of. */
    int[] features() {
        return numbers.features(Column::feature);
    }

    /** How rows become columns. */
    Filler filler(int featureCount) {
        int[] features = features();
        double[] nans = new double[features.length];
        double[] zeros = new double[features.length];
        boolean[] categorical = new boolean[features.length];
        numbers.forEach(
                (column, number) -> {
                    nans[number] = column.nan();
                    zeros[number] = column.zero();
                    categorical[number] = column.categorical();
                });
        return new Filler(featureCount, features, nans, zeros, categorical);
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

    /** Fills in columns. Immutable. */
    static final class Filler {
        private final int featureCount;
        private final int[] features;
        private final double[] nans;
        private final double[] zeros;
        private final boolean[] categorical;

        private Filler(
                int featureCount,
                int[] features,
                double[] nans,
                double[] zeros,
                boolean[] categorical) {
            this.featureCount = featureCount;
            this.features = features;
            this.nans = nans;
            this.zeros = zeros;
            this.categorical = categorical;
        }

        /** The rows of a call. */
        RowValues valuesOf(double[] rows) {
            return (first, count, values) -> fill(rows, first, count, values);
        }

        private void fill(double[] rows, int firstRow, int rowCount, double[] values) {
            int target = 0;
            for (int row = firstRow; row < firstRow + rowCount; row++) {
                int source = row * featureCount;
                values[target++] = 0;
                for (int column = 1; column < features.length; column++) {
                    values[target++] = valueOf(rows[source + features[column]], column);
                }
            }
        }

        private double valueOf(double value, int column) {
            if (Double.isNaN(value)) {
                return nans[column];
            }
            if (categorical[column]) {
                return value < 0 ? RowValues.NO_MEMBER : (int) value;
            }
            // Infinity is not above a threshold of infinity, which asks "is it missing?" and is
            // kept as the largest number, too.
            return Math.abs(value) <= ZERO ? zeros[column] : Math.min(value, Double.MAX_VALUE);
        }
    }
}
