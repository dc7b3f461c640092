package io.bulkhead.plugin.sklearn.boosting;

import io.bulkhead.plugin.trees.ColumnNumbers;
import io.bulkhead.plugin.trees.RowValues;

/**
 * What splits compare: each feature once for each side that its missing values go to. Features that
 * no tree asks for are never looked at.
 */
final class HistColumns {
    private static final int SET_INTS = HistTree.SET_INTS;

    /** What a split makes of a value that is there. */
    enum Kind {
        NUMBER,
        CATEGORY,
        /** Goes right whatever it is: no number is up to a threshold of NaN. */
        PRESENCE
    }

    private record Column(int feature, Kind kind, boolean missingLeft) {}

    private final ColumnNumbers<Column> numbers = new ColumnNumbers<>();

    /** The number of the column that a split compares, from 1 on. */
    int of(int feature, Kind kind, boolean missingLeft) {
        return numbers.of(new Column(feature, kind, missingLeft));
    }

    /**
     * How rows become columns.
     *
     * @param known the categories that each feature was fitted on: 256 bits each
     */
    Filler filler(int[] known) {
        int[] features = numbers.features(Column::feature);
        double[] missing = new double[features.length];
        Kind[] kinds = new Kind[features.length];
        numbers.forEach(
                (column, number) -> {
                    missing[number] = missing(column);
                    kinds[number] = column.kind();
                });
        return new Filler(features, missing, kinds, known);
    }

    private static double missing(Column column) {
        if (column.kind() == Kind.CATEGORY) {
            return column.missingLeft() ? RowValues.NO_MEMBER : RowValues.MEMBER;
        }
        return column.missingLeft() ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }

    /** Fills in columns. Immutable. */
    static final class Filler {
        private final int[] features;
        private final double[] missing;
        private final Kind[] kinds;
        private final int[] known;

        private Filler(int[] features, double[] missing, Kind[] kinds, int[] known) {
            this.features = features;
            this.missing = missing;
            this.kinds = kinds;
            this.known = known;
        }

        /** How many values a row has. */
        int count() {
            return features.length;
        }

        /** The rows of a call. */
        RowValues valuesOf(double[] rows, int width) {
            return (first, count, values) -> {
                int target = 0;
                for (int row = first; row < first + count; row++) {
                    fill(rows, row * width, values, target);
                    target += features.length;
                }
            };
        }

        private void fill(double[] rows, int row, double[] values, int target) {
            values[target] = 0;
            for (int column = 1; column < features.length; column++) {
                values[target + column] = valueOf(rows[row + features[column]], column);
            }
        }

        private double valueOf(double value, int column) {
            if (Double.isNaN(value)) {
                return missing[column];
            }
            return switch (kinds[column]) {
                // Infinity is not above a threshold of infinity, which asks "is it missing?" and
                // is kept as the largest number, too.
                case NUMBER -> Math.min(value, Double.MAX_VALUE);
                case CATEGORY -> category(value, column);
                case PRESENCE -> Double.MAX_VALUE;
            };
        }

        /** Negative and unknown categories go where missing values go. */
        private double category(double value, int column) {
            int category = (int) value & 0xff;
            int word = known[features[column] * SET_INTS + (category >>> 5)];
            boolean isKnown = value >= 0 && (word >>> (category & 31) & 1) != 0;
            return isKnown ? category : missing[column];
        }
    }
}
