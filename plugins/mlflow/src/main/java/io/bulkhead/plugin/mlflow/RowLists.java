package io.bulkhead.plugin.mlflow;

import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.mlflow.json.JsonText;
import io.bulkhead.plugin.mlflow.signature.ColumnType;
import java.util.ArrayList;
import java.util.List;

/** A matrix that stands for a column of lists, as a table would hold it: one list for a row. */
final class RowLists {
    private RowLists() {}

    static boolean isMatrix(Tensor input) {
        return input.shape().rank() == 2 && input.data() instanceof NumericData;
    }

    /**
     * @param matrix one for which {@link #isMatrix} holds
     */
    static Tensor of(Tensor matrix) {
        NumericData numbers = matrix.numbers();
        int rows = (int) matrix.shape().dimension(0);
        int width = (int) matrix.shape().dimension(1);
        List<String> cells = new ArrayList<>(rows);
        for (int row = 0; row < rows; row++) {
            List<Object> list = new ArrayList<>(width);
            for (int i = row * width; i < (row + 1) * width; i++) {
                list.add(value(numbers, i));
            }
            cells.add(JsonText.print(list));
        }
        return new Tensor(
                matrix.name(),
                Shape.of(rows),
                BytesData.ofStrings(cells),
                Parameters.ofContentType(ColumnType.JSON));
    }

    private static Object value(NumericData numbers, int index) {
        if (numbers.datatype() == Datatype.BOOL) {
            return numbers.longAt(index) != 0;
        }
        return numbers.datatype().isFloating() ? numbers.doubleAt(index) : numbers.longAt(index);
    }
}
