package io.bulkhead.plugin.xgboost;

import io.bulkhead.api.codec.Table;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.trees.FeatureColumns;
import java.util.List;

/**
 * The rows of one request, in 32 bits as XGBoost keeps them.
 *
 * @param values row by row; NaN is missing
 */
@SuppressWarnings("ArrayRecordComponent") // never written to once it is built
record FeatureRows(float[] values, int count) {
    /**
     * @param decoded a matrix or a table
     * @throws ServingException {@code UNPROCESSABLE} if it is not what the model wants
     */
    static FeatureRows of(Object decoded, FeatureColumns features) {
        if (decoded instanceof Tensor matrix) {
            return new FeatureRows(matrix.toFloats(), features.rowsOf(matrix));
        }
        if (decoded instanceof Table table) {
            return ofTable(table, features);
        }
        throw FeatureColumns.neither();
    }

    private static FeatureRows ofTable(Table table, FeatureColumns features) {
        List<Tensor> columns = features.of(table);
        int width = features.count();
        float[] values = new float[Math.multiplyExact(table.rowCount(), width)];
        for (int feature = 0; feature < width; feature++) {
            float[] column = columns.get(feature).toFloats();
            for (int row = 0; row < column.length; row++) {
                values[row * width + feature] = column[row];
            }
        }
        return new FeatureRows(values, table.rowCount());
    }
}
