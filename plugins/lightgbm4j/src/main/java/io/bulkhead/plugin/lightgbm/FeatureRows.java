package io.bulkhead.plugin.lightgbm;

import io.bulkhead.api.codec.Table;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.trees.FeatureColumns;
import java.util.List;

/**
 * The rows of one request, in 64 bits as LightGBM keeps them.
 *
 * @param values row by row; NaN may be missing
 */
@SuppressWarnings("ArrayRecordComponent") // never written to once it is built
record FeatureRows(double[] values, int count) {
    /**
     * @param decoded a matrix or a table
     * @throws ServingException {@code UNPROCESSABLE} if it is not what the model wants
     */
    static FeatureRows of(Object decoded, FeatureColumns features) {
        if (decoded instanceof Tensor matrix) {
            return new FeatureRows(matrix.toDoubles(), features.rowsOf(matrix));
        }
        if (decoded instanceof Table table) {
            return ofTable(table, features);
        }
        throw FeatureColumns.neither();
    }

    private static FeatureRows ofTable(Table table, FeatureColumns features) {
        List<Tensor> columns = features.of(table);
        int width = features.count();
        double[] values = new double[Math.multiplyExact(table.rowCount(), width)];
        for (int feature = 0; feature < width; feature++) {
            double[] column = columns.get(feature).toDoubles();
            for (int row = 0; row < column.length; row++) {
                values[row * width + feature] = column[row];
            }
        }
        return new FeatureRows(values, table.rowCount());
    }
}
