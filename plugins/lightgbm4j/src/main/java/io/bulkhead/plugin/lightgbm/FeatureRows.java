package io.bulkhead.plugin.lightgbm;

import io.bulkhead.api.codec.Table;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** The rows of one request: a value for each feature, in 64 bits as LightGBM keeps them. */
final class FeatureRows {
    private final double[] values;
    private final int count;

    private FeatureRows(double[] values, int count) {
        this.values = values;
        this.count = count;
    }

    /** Row by row; NaN may be missing. Not to be written to. */
    double[] values() {
        return values;
    }

    int count() {
        return count;
    }

    /** Makes rows of decoded requests; knows what the model wants. */
    static final class Reader {
        private final int featureCount;
        private final List<String> featureNames;

        Reader(int featureCount, List<String> featureNames) {
            this.featureCount = featureCount;
            this.featureNames = featureNames;
        }

        /**
         * @param decoded a matrix or a table
         * @throws ServingException {@code UNPROCESSABLE} if it is not what the model wants
         */
        FeatureRows read(Object decoded) {
            if (decoded instanceof Tensor matrix) {
                return ofMatrix(matrix);
            }
            if (decoded instanceof Table table) {
                return ofTable(table);
            }
            throw ServingException.unprocessable(
                    "a matrix or a table of numbers is wanted; use content type 'np' or 'pd'");
        }

        private FeatureRows ofMatrix(Tensor matrix) {
            Shape shape = matrix.shape();
            if (shape.rank() != 2 || shape.dimension(1) != featureCount) {
                throw ServingException.unprocessable(
                        "input '"
                                + matrix.name()
                                + "': the model wants "
                                + featureCount
                                + " features, shape [-1,"
                                + featureCount
                                + "], found shape "
                                + shape);
            }
            return new FeatureRows(matrix.toDoubles(), (int) shape.dimension(0));
        }

        private FeatureRows ofTable(Table table) {
            List<Tensor> columns = ordered(table);
            if (columns.size() != featureCount) {
                throw ServingException.unprocessable(
                        "the model wants " + featureCount + " columns, found " + columns.size());
            }
            double[] values = new double[Math.multiplyExact(table.rowCount(), featureCount)];
            for (int feature = 0; feature < featureCount; feature++) {
                double[] column = columns.get(feature).toDoubles();
                for (int row = 0; row < column.length; row++) {
                    values[row * featureCount + feature] = column[row];
                }
            }
            return new FeatureRows(values, table.rowCount());
        }

        /** By the model's names if the table has them all, else as they come. */
        private List<Tensor> ordered(Table table) {
            List<Tensor> columns = new ArrayList<>(featureNames.size());
            for (String name : featureNames) {
                table.column(name).ifPresent(columns::add);
            }
            boolean named = !columns.isEmpty() && columns.size() == table.columns().size();
            return named ? columns : table.columns();
        }
    }
}
